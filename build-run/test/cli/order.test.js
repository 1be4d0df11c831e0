import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { analyzeFiles } from '../../src/cli/analyze.js';
import { simulateAlerts } from '../../src/cli/simulate.js';
import { parseConfig } from '../../src/config/config.js';

const directory = mkdtempSync(join(tmpdir(), 'badgateway-order-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const result = parseConfig({ TIMEZONE: 'UTC', LOG_TIMEZONE: 'UTC' }, 'UTC');
if (!result.ok) throw new Error('invalid configuration');
const { config } = result;
const startAt = Date.UTC(2026, 2, 20, 15, 30);
const months = ['Jan', 'Feb', 'Mar'];
const two = (value) => String(value).padStart(2, '0');
function parts(second) {
  const date = new Date(startAt + second * 1_000);
  return {
    date,
    clock: `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`,
  };
}
const envoyLine = (second) =>
  `[${parts(second).date.toISOString()}] "GET /a HTTP/1.1" 503 UH 0 19 0 - "-" "x" "1" "h.example" "-"`;
function accessLine(second, status = 502) {
  const { date, clock } = parts(second);
  return `192.0.2.7 - - [${date.getUTCDate()}/${months[date.getUTCMonth()]}/2026:${clock} +0000] "GET /pay/${second} HTTP/1.1" ${status} 157 "-" "curl/8"`;
}
function errorLine(second) {
  const { date, clock } = parts(second);
  return `2026/03/${date.getUTCDate()} ${clock} [error] 31#31: *${second + 1} connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.7, server: shop.example, request: "GET /pay/${second} HTTP/1.1", upstream: "http://10.0.0.7:8080/pay/${second}", host: "shop.example"`;
}
const jsonLine = (second) =>
  JSON.stringify({
    time: parts(second).date.toISOString(),
    request: `GET /pay/${second} HTTP/1.1`,
    status: '502',
    upstream_addr: '10.0.0.7:8080',
    upstream_status: '502',
    remote_addr: '192.0.2.7',
  });
const newestFirst = (lines) => [...lines].reverse();
/** The second half before the first, as where rotated files were joined in the wrong order. */
const swapped = (lines) => [...lines.slice(lines.length / 2), ...lines.slice(0, lines.length / 2)];
/** 2, 1, 3, 0, 4, … seconds. */
const jumbled = (lines) =>
  lines.map((_, index) => lines[([2, 1, 3, 0, 4][index % 5] ?? 0) + index - (index % 5)] ?? '');
function write(name, lines) {
  const path = join(directory, name);
  const content = `${lines.join('\n')}\n`;
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(content) : content);
  return path;
}
async function analyze(files, options = { json: true, failures: false }) {
  const printed = [];
  const said = [];
  await analyzeFiles(files, options, config, {
    print: (text) => void printed.push(text),
    printError: (text) => void said.push(text),
    display: { width: 100, colour: false },
  });
  return { printed, said };
}
/** The analysis without what only names the files. */
async function analyzeCounts(files) {
  const { printed } = await analyze(files);
  return JSON.parse(printed.join('').replaceAll(/"(id|byte|line|file)":("[^"]*"|\d+)/g, '"$1":0'));
}
const seconds = Array.from({ length: 500 }, (_, second) => second);
describe('a log in another order is counted like the sorted one', () => {
  const formats = {
    access: seconds.map((s) => accessLine(s)),
    error: seconds.map(errorLine),
    envoy: seconds.map(envoyLine),
    json: seconds.map(jsonLine),
  };
  const orders = { newestFirst, swapped, jumbled };
  const cases = Object.entries(formats).flatMap(([format, lines]) =>
    Object.entries(orders).flatMap(([order, arrange]) =>
      ['log', 'log.gz'].map((ending) => ({ format, order, ending, lines, arrange })),
    ),
  );
  it.each(cases)('$format, $order, .$ending', async ({ format, order, ending, lines, arrange }) => {
    const sorted = await analyzeCounts([write(`${format}.log`, lines)]);
    expect(sorted.failures.total).toBe(seconds.length);
    expect(await analyzeCounts([write(`${format}-${order}.${ending}`, arrange(lines))])).toEqual(sorted);
  });
  it('as a pair of error log and access log, each newest first: joined as well', async () => {
    const files = (arrange, name) => [
      write(`${name}-a.log`, arrange(formats.access)),
      write(`${name}-e.log`, arrange(formats.error)),
    ];
    const sorted = await analyzeCounts(files((lines) => lines, 'sorted'));
    expect(sorted.failures.total).toBe(seconds.length);
    expect(await analyzeCounts(files(newestFirst, 'reversed'))).toEqual(sorted);
    expect(await analyzeCounts(files(swapped, 'swapped'))).toEqual(sorted);
  });
  it('as rotated files in any order, which overlap', async () => {
    const sorted = await analyzeCounts([write('whole.log', formats.access)]);
    const parts = [
      write('r.log', formats.access.slice(300)),
      write('r.log.1', formats.access.slice(100, 300)),
      write('r.log.2.gz', newestFirst(formats.access.slice(0, 100))),
    ];
    for (const files of [parts, [...parts].reverse()]) expect(await analyzeCounts(files)).toEqual(sorted);
    const odd = write(
      'odd.log',
      formats.access.filter((_, index) => index % 2 === 1),
    );
    const even = write(
      'even.log',
      formats.access.filter((_, index) => index % 2 === 0),
    );
    expect((await analyzeCounts([odd, even])).failures).toEqual(sorted.failures);
  });
});
describe('what is said of the order', () => {
  it.each([
    ['newest-first.log', newestFirst, ['newest-first.log is newest first: sorted by time.']],
    ['swapped.log', swapped, ['swapped.log is not in order of time: sorted by time.']],
    ['jumbled.log', jumbled, []],
    ['sorted.log', (lines) => lines, []],
  ])('of %s', async (name, arrange, said) => {
    expect((await analyze([write(name, arrange(seconds.map((s) => accessLine(s))))])).said).toEqual(said);
  });
});
it('keeps a record of several lines whole in a newest-first export', async () => {
  const message = (second) =>
    errorLine(second).replace(
      'connect() failed (111: Connection refused) while connecting to upstream',
      'FastCGI sent in stderr: "PHP message: PHP Fatal error:  Uncaught Error: down in /srv/a.php:3\nStack trace:\n#0 {main}\n  thrown in /srv/a.php on line 3" while reading response header from upstream',
    );
  const records = seconds.slice(0, 50).map(message);
  expect(await analyzeCounts([write('php-reversed.log', newestFirst(records))])).toEqual(
    await analyzeCounts([write('php.log', records)]),
  );
});
describe('an error log whose lines of one second are in no order', () => {
  const pathOf = (second) => `/pay/${second}`;
  const record = (second, message, server) =>
    errorLine(second)
      .replace(/\*\d+/, '*7')
      .replaceAll(pathOf(second), '/pay')
      .replace('connect() failed (111: Connection refused)', message)
      .replace('10.0.0.7:8080', server);
  const timeout = 'upstream timed out (110: Connection timed out)';
  const refused = 'connect() failed (111: Connection refused)';
  const emptyGroup = 'no live upstreams';
  /** Two lines that have changed places, by which the file is seen to be out of order: by a little, or by much. */
  const disorders = [
    [errorLine(21), errorLine(20)],
    [errorLine(51), errorLine(20)],
  ];
  it.each([
    [
      'refused at once after a server that timed out',
      [
        [31, refused, 8],
        [31, timeout, 7],
      ],
      'connection-refused',
      502,
    ],
    [
      'refused before and after a server that timed out',
      [
        [28, refused, 7],
        [31, refused, 9],
        [31, timeout, 8],
      ],
      'connection-refused',
      502,
    ],
    [
      'no server left after one refused',
      [
        [31, emptyGroup, null],
        [31, refused, 7],
      ],
      'connection-refused',
      502,
    ],
  ])('is one failure: %s', async (_, tries, cause, status) => {
    const lines = tries.map(([second, message, server]) =>
      record(second, message, server === null ? 'shop' : `10.0.0.${server}:8080`),
    );
    for (const disorder of disorders) {
      const { printed } = await analyze(
        [
          write('second-e.log', [...disorder, ...lines]),
          write('second-a.log', [accessLine(31, status).replace(pathOf(31), '/pay')]),
        ],
        { json: false, failures: true },
      );
      const failures = printed.map((line) => JSON.parse(line));
      expect(failures.filter(({ request }) => request.target === '/pay')).toEqual([
        expect.objectContaining({ cause, status, attempts: tries.length, outcome: 'client-visible' }),
      ]);
    }
  });
});
describe('records without a time', () => {
  const bare = 'upstream connect error or disconnect/reset before headers. reset reason: connection failure';
  it('before the first that has one: no failure of 1970', async () => {
    const { printed } = await analyze([write('lead.log', [bare, envoyLine(1)])]);
    const { from, failures } = JSON.parse(printed.join(''));
    expect(failures.total).toBe(2);
    expect(new Date(from).getTime()).toBe(startAt + 1_000);
  });
  it('only: of when the file was written', async () => {
    const { printed } = await analyze([write('bare.log', [bare])]);
    const { from } = JSON.parse(printed.join(''));
    expect(Math.abs(new Date(from).getTime() - Date.now())).toBeLessThan(60_000);
  });
});
it('prints single failures in order of time', async () => {
  const { printed } = await analyze([write('single.log', newestFirst(seconds.map(envoyLine)))], {
    json: false,
    failures: true,
  });
  const times = printed.map((line) => new Date(JSON.parse(line).at).getTime());
  expect(times).toHaveLength(seconds.length);
  expect(times).toEqual([...times].sort((a, b) => a - b));
});
it('rehearses a newest-first log like the sorted one', async () => {
  const rehearse = async (path) => {
    const printed = [];
    await simulateAlerts(
      [path],
      { lookbackMs: 0, config, candidate: config },
      {
        print: (text) => void printed.push(text),
        printError: () => {},
        display: { width: 100, colour: false },
      },
    );
    return printed;
  };
  const lines = seconds.map((s) => accessLine(s));
  const sorted = await rehearse(write('rehearse.log', lines));
  expect(sorted.length).toBeGreaterThan(1);
  expect(await rehearse(write('rehearse-reversed.log', newestFirst(lines)))).toEqual(sorted);
});
const main = join(import.meta.dirname, '../../dist/main.js');
it.each([
  ['plain', (content) => content],
  ['compressed', (content) => gzipSync(content)],
])('reads a newest-first log from standard input, %s', (_, encode) => {
  const input = encode(`${newestFirst(seconds.map(envoyLine)).join('\n')}\n`);
  const { stdout, stderr } = spawnSync(process.execPath, [main, 'analyze', '--json', '-'], {
    input,
    encoding: 'utf8',
  });
  expect(JSON.parse(stdout).failures.total).toBe(seconds.length);
  expect(stderr).toContain('Standard input is newest first: sorted by time.');
});
