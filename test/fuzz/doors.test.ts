import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '../../src/base/redact.js';
import type { Event } from '../../src/parse/event.js';
import { compileKnownEnvoyFormats, compileKnownNginxFormats } from '../../src/parse/known-formats.js';
import { emptyParserState, flushParser, parseLines } from '../../src/parse/parse-lines.js';
import { answerReadOnly } from '../../src/query/answer-question.js';
import { readMessageText, unescapeSlackText } from '../../src/slack/incoming-text.js';
import { describeStranger } from '../../src/slack/strangers.js';
import { createCounterState } from '../../src/web/metrics.js';
import { createRoutes } from '../../src/web/routes.js';
import { anyText } from '../support/any-text.js';
import { openTwoDayStore, twoPm } from '../support/two-days.js';

/** Everything that strangers can send: log lines, addresses of pages, and deliveries of Slack. `npm run fuzz` tries for long. */

const runs = { numRuns: Number(process.env['FUZZ_RUNS'] ?? 100) };
const timeoutMs = 60_000 + runs.numRuns * 50;

const pieces = [
  '2026/11/22 09:23:04 [error] 31#31: *4711 ',
  'open() "/srv/',
  '" failed (2: No such file or directory)',
  'connect() failed (111: Connection refused) while connecting to upstream',
  'FastCGI sent in stderr: "',
  ', client: 192.0.2.7',
  ', server: shop.example',
  ', request: "GET /x%0a2026/11/22 HTTP/1.1"',
  ', upstream: "http://10.0.0.7:8080/x"',
  '192.0.2.7 - - [22/Nov/2026:09:23:04 +0000] "GET /x%0ay HTTP/1.1" 502 157 "-" "curl"',
  '[2026-11-22T09:23:04.000Z] "GET / HTTP/1.1" 503 UF 0 91 1 - "-" "curl" "id" "h" "10.0.0.7:80"',
  '{"s":"502","s":"200","r":"GET /%0A HTTP/1.1","ra":"192.0.2.7"}',
  '{"log":"',
  '\\n","stream":"stderr","time":"2026-11-22T09:23:04Z"}',
  '2026-11-22T09:23:04.1Z stdout P ',
  'Nov 22 09:23:04 edge haproxy[7]: ',
  '{',
  '}',
  '"',
  '%0a',
  '%250A',
  '\u001b[31m',
];
const lines = fc.array(
  fc
    .array(fc.oneof({ arbitrary: fc.constantFrom(...pieces), weight: 3 }, anyText({ maxLength: 12 })), {
      maxLength: 8,
    })
    .map((parts) => parts.join('').replaceAll('\n', ' ')),
  { maxLength: 12 },
);

const options = {
  toEpochMs: Date.UTC,
  nginxFormats: compileKnownNginxFormats(),
  envoyFormats: compileKnownEnvoyFormats(),
};

function read(texts: readonly string[], size: number): readonly Event[] {
  const events: Event[] = [];
  let state = emptyParserState;
  for (let from = 0; from < texts.length; from += size) {
    const chunk = texts.slice(from, from + size).map((text, index) => {
      const line = from + index + 1;
      return { text, location: { file: 'a.log', byte: line * 100, line } };
    });
    const step = parseLines(state, chunk, options, 0);
    events.push(...step.events);
    state = step.state;
  }
  return [...events, ...flushParser(state, options, 0).events];
}

describe('whatever is sent', () => {
  it(
    'as lines of a log is read, and no record is lost or taken twice because of where a chunk ends',
    () => {
      fc.assert(
        fc.property(lines, (texts) => {
          const whole = read(texts, texts.length + 1);
          expect(whole.length).toBeLessThanOrEqual(2 * texts.length);
          // A chunk may end between the lines of a request that holds them: those are doubted only together.
          const alone = new Set(read(texts, 1).map(({ location }) => location.line));
          expect(whole.filter(({ location }) => !alone.has(location.line))).toEqual([]);
        }),
        runs,
      );
    },
    timeoutMs,
  );

  it(
    'as text is masked once and for all',
    () => {
      fc.assert(
        fc.property(lines, (texts) => {
          const masked = redact(texts.join(' '));
          expect(redact(masked)).toBe(masked);
        }),
        runs,
      );
    },
    timeoutMs,
  );

  it(
    'as the address of a page is answered',
    async () => {
      const repository = openTwoDayStore();
      const counters = createCounterState(twoPm - 86_400_000);
      const routes = createRoutes(() => ({ repository, now: twoPm, timezone: 'UTC', counters }));
      const start = fc.constantFrom(
        '/',
        '/ask?q=',
        '/incident/',
        '/day/',
        '/api/v1/ask?q=',
        '/api/v1/status?hours=',
        '/api/v1/incident?id=',
        '/api/v1/day?day=',
        '/api/v1/file?q=',
      );
      const words = fc.oneof(
        anyText(),
        fc.constantFrom('BG-142', 'why', '%', '%00', '..%2f', '<script>', "' OR 1=1 --", '1e999', '-1'),
      );
      await fc.assert(
        fc.asyncProperty(start, fc.array(words, { maxLength: 3 }), async (path, rest) => {
          const text = rest.join(' ');
          const target =
            path + (text.includes('%') ? text.replaceAll(/[^\w%./-]/g, '') : encodeURIComponent(text));
          const response = await routes.request(`http://localhost${target}`);
          expect(response.status, target).toBeLessThan(500);
          if (path.startsWith('/api/')) expect(response.headers.get('content-type')).not.toContain('html');
          else expect(await response.text()).not.toContain('<script>');
        }),
        runs,
      );
    },
    timeoutMs,
  );

  it(
    'as a question or a delivery of Slack is answered or refused',
    () => {
      const repository = openTwoDayStore();
      const word = fc.oneof(
        anyText({ maxLength: 12 }),
        fc.constantFrom(
          'why',
          'BG-142',
          'silence',
          'for',
          '2h',
          'top',
          'routes',
          'since',
          'yesterday',
          '<@U1>',
          '<!channel>',
          '```',
        ),
      );
      const text = fc.array(word, { maxLength: 8 }).map((found) => found.join(' '));
      fc.assert(
        fc.property(text, fc.object({ maxDepth: 3 }), (question, body) => {
          const answer = answerReadOnly(unescapeSlackText(question), {
            repository,
            now: twoPm,
            timezone: 'UTC',
          });
          expect(JSON.stringify(answer).length).toBeGreaterThan(2);
          expect([null, 'an app', 'another workspace']).toContain(
            describeStranger(body, { teamId: 'T1', enterpriseId: null }),
          );
          expect(typeof readMessageText({ text: question, blocks: body })).toBe('string');
        }),
        runs,
      );
    },
    timeoutMs,
  );
});
