import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/config.js';
import { createPasteOptions } from '../../src/config/decoder-options.js';
import { parseLocalCauses } from '../../src/config/local-causes.js';
import { trySamples } from '../../src/config/try-samples.js';
import { teachLocalCauses } from '../../src/diagnose/causes/local.js';
import { readPaste } from '../../src/parse/read-paste.js';
import { renderTerminalText } from '../../src/render/terminal.js';
import { renderExplanation } from '../../src/report/explanation.js';

const example = /```json\n([\s\S]*?)```/.exec(readFileSync('docs/local-causes.md', 'utf8'))?.[1] ?? '';
function teach(entries) {
  const parsed = parseLocalCauses(typeof entries === 'string' ? entries : JSON.stringify(entries));
  const result = parseConfig({ TIMEZONE: 'UTC', LOG_TIMEZONE: 'UTC' }, 'UTC');
  if (!result.ok) throw new Error('the defaults are wrong');
  if ('problems' in parsed) return { config: result.config, problems: parsed.problems };
  const local = parsed.teaching;
  teachLocalCauses(local.causes);
  const config = { ...result.config, local };
  return { config, problems: trySamples(config) };
}
afterEach(() => teachLocalCauses([]));
const explain = (config, line) =>
  renderTerminalText(renderExplanation(line, readPaste(line, createPasteOptions(config))), {
    width: 400,
    colour: false,
  });
const record = (message) =>
  `2026/11/22 09:23:04 [error] 31#31: *82 ${message} while connecting to upstream, client: 203.0.113.7, server: shop.example, request: "GET / HTTP/1.1", upstream: "http://192.0.2.7:8080/", host: "shop.example"`;
const noise = (pattern, ...samples) => ({ as: 'noise', pattern, samples });
const cause = (pattern, ...samples) => ({
  as: 'cause',
  id: 'slow-disk',
  title: 'Slow disk',
  meaning: 'The disk of the gateway is slow.',
  advice: ['Look at the disk'],
  pattern,
  samples,
});
describe('the example in the documentation', () => {
  it('is right', () => {
    expect(teach(example).problems).toEqual([]);
  });
  it('explains a message that is unknown otherwise, and says that the cause is local', () => {
    const line = record('license of module armour expired, request denied');
    expect(explain(teach([]).config, line)).toContain('Cause not in the log');
    const text = explain(teach(example).config, line);
    expect(text).toContain('License of the module expired (local)');
    expect(text).toContain('This cause is local');
    expect(text).toContain('Look when the license ends');
  });
  it('reads noise as no failure, and the access lines of its format', () => {
    const { config } = teach(example);
    const text = explain(config, 'cache warmed in 93 ms');
    expect(text).toContain('No gateway failure');
    expect(text).toContain('Read as LOCAL_CAUSES teaches');
    expect(text).not.toContain('nginx');
    expect(explain(config, 'gw|2026-11-22T09:23:04+00:00|504|192.0.2.9:80|GET /a HTTP/1.1')).toContain('504');
  });
});
describe('a pattern', () => {
  const { config } = teach([cause('slow disk <*> took <*> ms', 'slow disk sda took 7 ms')]);
  it.each(['slow disk sdb took 90 ms', 'slow disk sdb took 1 ms'])('takes %s', (line) => {
    teach([cause('slow disk <*> took <*> ms', 'slow disk sda took 7 ms')]);
    expect(explain(config, line)).toContain('Slow disk (local)');
  });
  it.each(['slow disk took 90 ms', 'slow disk sdb took 90 s', 'a slow disk sdb took 90 ms', 'ok'])(
    'takes not %s',
    (line) => expect(explain(config, line)).toContain('Unknown format'),
  );
  it('is not asked about what the catalogue explains', () => {
    const line = record('connect() failed (111: Connection refused)');
    const greedy = teach([cause('connect() failed (<*> Connection refused)', 'failed entirely elsewhere')]);
    expect(explain(greedy.config, line)).toContain('Upstream refuses connections');
  });
});
describe('problems are told all at once', () => {
  it.each([
    ['no JSON', '[{', 'it is no JSON'],
    ['no list', '{}', 'it must be a list'],
    [
      'wrong fields',
      [
        { as: 'noise', pattern: 'aaa bbb' },
        { as: 'nothing' },
        { ...cause('slow disk', 'slow disk'), id: 'Slow Disk' },
      ],
      'entry 1, samples:',
      'entry 2, as:',
      'entry 3, id: must be 2 to 40 lower-case letters',
    ],
    ['a pattern of anything', [noise('<*> <*>', 'a b')], 'entry 1, pattern: needs at least two words'],
    [
      'an id twice',
      [cause('slow disk', 'slow disk'), cause('full disk', 'full disk')],
      'the id slow-disk stands there twice',
    ],
    [
      'samples that do not match',
      [noise('cache warmed in <*> ms', 'cache heated in 7 ms'), noise('disk is full', 'disk is')],
      'entry 1 (noise): sample 1 does not match: its word 2 is "heated", and the pattern has "warmed"',
      'entry 2 (noise): sample 1 does not match: its word 3 is "the end", and the pattern has "full"',
    ],
    [
      'a sample that is read already',
      [noise('connect() failed while connecting', record('connect() failed (111: Connection refused)'))],
      'sample 1 is read already, as connection-refused',
    ],
    [
      'a sample that an earlier entry takes',
      [noise('slow disk <*>', 'slow disk sda'), cause('slow disk sda', 'slow disk sda')],
      'entry 2 (slow-disk): sample 1 is taken by the pattern of an earlier entry',
    ],
    [
      'a format whose sample differs',
      [
        {
          as: 'format',
          product: 'nginx',
          format: 'gw|$time_iso8601|$status|$request',
          samples: [
            { line: 'gw|2026-11-22T09:23:04+00:00|502|GET / HTTP/1.1', fields: { status: '504' } },
            { line: 'gw|2026-11-22T09:23:04+00:00|bad|GET / HTTP/1.1' },
          ],
        },
      ],
      'entry 1 (format): sample 1 is read with status = "502", and "504" is expected',
      'sample 2 does not fit: behind column 29, $status, three digits, and then "|" was expected, and there is "bad|GET / HTTP/1.1"',
    ],
    [
      'a format that is none',
      [{ as: 'format', product: 'envoy', format: '%NOT CLOSED', samples: [{ line: 'x' }] }],
      'entry 1 (format): ',
    ],
    [
      'a sample that the formats read otherwise',
      [
        {
          as: 'sample',
          line: record('connect() failed (111: Connection refused)'),
          fields: { cause: 'read-timeout', colour: 'red' },
        },
        { as: 'sample', line: 'lorem ipsum', fields: {} },
      ],
      'the line is read with cause = "connection-refused", and "read-timeout" is expected',
      'no field is called colour',
      'entry 2 (sample): the line is not read in any format',
    ],
  ])('%s', (_, entries, ...told) => {
    const { problems } = teach(entries);
    for (const words of told) expect(problems.join('\n')).toContain(words);
    expect(problems.length).toBeGreaterThanOrEqual(told.length);
  });
});
