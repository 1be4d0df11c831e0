import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { envoyAccessDecoder } from '../../src/parse/envoy-access/decoder.js';
import { envoyAppDecoder } from '../../src/parse/envoy-app/decoder.js';
import { compileKnownEnvoyFormats } from '../../src/parse/known-formats.js';
import { anyText } from '../support/any-text.js';
import { measureCpuMs } from '../support/cpu-time.js';
import { countRuns } from '../support/property-runs.js';

// Envoy escapes nothing in its text logs, so clients can write anything between the quotes of a header.
const makeHealthyFields = ({ path = '/', agent = 'curl/8.5.0', forwarded = '-', id = '7c0f5d1e' } = {}) => ({
  envoy: `[2026-07-22T10:15:30.123Z] "GET ${path} HTTP/1.1" 200 - 0 12 3 2 "${forwarded}" "${agent}" "${id}" "shop.example" "10.0.0.5:8080"`,
  istio: `[2026-07-22T10:15:30.123Z] "GET ${path} HTTP/1.1" 200 - via_upstream - "-" 0 12 3 2 "${forwarded}" "${agent}" "${id}" "shop.example" "10.0.0.5:8080" outbound|8080||orders.shop.svc.cluster.local 10.0.0.9:41000 10.96.1.3:80 10.0.0.9:51000 - default`,
});
const istioEnd = 'outbound|80||evil.svc.cluster.local - - - - -';
describe('a healthy request never looks like a trusted failure', () => {
  const forgeries = {
    'a status and a flag in the user agent': { agent: 'x" 503 UF "y' },
    'the rest of a line in the user agent': { agent: 'x" "id" "shop" "10.6.6.6:1" 503 UF "y' },
    'a whole line in the user agent': {
      agent: `x" "i" "a" "10.6.6.6:1" ${istioEnd}[2026-07-22T10:15:30.123Z] "GET / HTTP/1.1" 503 UH no_healthy_upstream - "-" 0 19 0 - "-" "c" "d`,
    },
    'details in the forwarded address': { forwarded: '1.1.1.1" 503 UH no_healthy_upstream "' },
    'a failure in the request id': {
      id: 'a" "b" "c" 502 UPE upstream_reset_before_response_started{protocol_error} "',
    },
    'status and flags in the original path': { path: '/x HTTP/1.1" 503 UF 0 91 5 - "-" "' },
    'an Envoy line in the original path': {
      path: '/x HTTP/1.1" 503 UF 0 91 5 - "-" "curl" "id" "shop" "10.6.6.6:1" "y',
    },
    'an Istio line in the original path': {
      path: `/x HTTP/1.1" 503 UH no_healthy_upstream - "-" 0 19 0 - "-" "curl" "id" "shop" "10.6.6.6:1" ${istioEnd} "y`,
    },
    'an open quote in the path': { path: '/"' },
    'C1 bytes and commands for terminals': { agent: '\u009b31m\u0085" 503 UF "<!channel>' },
    'a tab and a form feed in the path': { path: '/a\t503\fUF' },
    'a backslash before the closing quote': { agent: 'x\\' },
  };
  it.each(
    Object.entries(forgeries).flatMap(([name, fields]) =>
      Object.entries(makeHealthyFields(fields)).map(([format, line]) => ({ forgery: name, format, line })),
    ),
  )('with $forgery, in the format of $format', ({ line }) => {
    expect(describeEvent(parseRecord(line))).toBeNull();
  });
  it('and has no status if the client may have written it', () => {
    const path = '/x HTTP/1.1" 503 UF 0 91 5 - "-" "curl" "id" "shop" "10.6.6.6:1" "y';
    expect(parseRecord(makeHealthyFields({ path }).envoy)).toMatchObject({
      isSuspect: true,
      status: null,
      finding: null,
    });
  });
  it('in JSON, whatever its strings contain', () => {
    const agent = '"response_flags":"UF","response_code":503,"x":"';
    const line = JSON.stringify({
      response_code: 200,
      response_flags: '-',
      user_agent: agent,
      path: '/","a":"',
    });
    expect(describeEvent(parseRecord(line))).toBeNull();
    expect(describeEvent(parseRecord(line.slice(0, -9)))).toBeNull();
  });
});
it('finds the true cause of a failure if the user agent is unusual', () => {
  const line =
    '[2026-07-22T10:15:30.123Z] "GET / HTTP/1.1" 503 UH no_healthy_upstream - "-" 0 19 0 - "-" "it\'s \\ 50% | {odd}" "7c0f" "shop.example" "-" outbound|80||a - 10.0.0.1:80 10.0.0.9:5 - -';
  expect(parseRecord(line)).toMatchObject({ isSuspect: false, finding: { symptom: 'no-peer' } });
});
it('reads an application log message that imitates a second header as one message', () => {
  const message = 'upstream said:\n[2026-07-22 10:15:30.123][1][critical][main] panic: out of memory';
  const event = envoyAppDecoder.decode(
    formatRecord(`[2026-07-22 10:15:30.123][1][info][misc] [a.cc:1] ${message}`),
    decoderOptions,
  );
  expect(event).toMatchObject({ type: 'notice', message: 'upstream said:' });
});
describe('arbitrary text', () => {
  const pieces = fc.constantFrom(
    ...['"', ' ', '-', '[', ']', '{', '}', '|', ',', '\t', '\n', '\\', ':', '%', '\u009b', '503', '502', '0'],
    ...['UF', 'URX', 'via_upstream', 'HTTP/1.1', 'GET', '"GET / HTTP/1.1" ', '[2026-07-22T10:15:30.123Z] '],
    ...[
      '"response_code":',
      '"response_flags":',
      'upstream_reset_before_response_started{',
      'TLS_error:|2684',
    ],
    ...[
      '[2026-07-22 10:15:30.123]',
      '[12]',
      '[warning]',
      '[config] ',
      'envoy config\t',
      '2026-07-22T10:15:30.1Z\t',
    ],
  );
  const texts = fc.oneof(
    anyText({ maxLength: 400 }),
    fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join('')),
  );
  it('never throws', () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const decoder of [envoyAccessDecoder, envoyAppDecoder]) {
          decoder.isRecordStart(text);
          decoder.isRecordComplete(text);
          decoder.decode(formatRecord(text), decoderOptions);
        }
      }),
      { numRuns: countRuns(2_000) },
    );
  });
  it('in a header of a healthy request causes no failure', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom('agent', 'forwarded', 'id'), (text, header) => {
        const value = text.replace(/[\n\r\0]/g, '');
        for (const line of Object.values(makeHealthyFields({ [header]: value })))
          expect(describeEvent(parseRecord(line))).toBeNull();
      }),
      { numRuns: countRuns(2_000) },
    );
  });
  it('in the path of a healthy request causes no failure', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const path = `/${text.replace(/[\n\r\0]/g, '')}`;
        for (const line of Object.values(makeHealthyFields({ path })))
          expect(describeEvent(parseRecord(line))).toBeNull();
      }),
      { numRuns: countRuns(2_000) },
    );
  });
  it('is parsed quickly at full length', () => {
    const long = (part) => part.repeat(Math.ceil(16_384 / part.length)).slice(0, 16_384);
    const parts = [
      '"',
      '" ',
      '"-" ',
      '{',
      '{"a":',
      '[',
      ' ',
      'a b',
      '|',
      'x_',
      '\n',
      '" 503 ',
      'HTTP/1.1" 503 ',
    ];
    for (const part of parts) {
      const start =
        '[2026-07-22T10:15:30.123Z] "GET / HTTP/1.1" 503 UF upstream_reset_before_response_started{';
      for (const text of [long(part), start + long(part), `{"response_code":503,"a":"${long(part)}`]) {
        expect(measureCpuMs(() => parseRecord(text))).toBeLessThan(50);
      }
    }
  });
});
/** The finding of a trusted record, which could cause an alert. */
const describeEvent = (event) => (event?.type === 'request' && !event.isSuspect ? event.finding : null);
const decoderOptions = {
  toEpochMs: () => 0,
  nginxFormats: [],
  envoyFormats: compileKnownEnvoyFormats(),
};
const parseRecord = (text) => envoyAccessDecoder.decode(formatRecord(text), decoderOptions);
function formatRecord(text) {
  return { text, location: { file: 'envoy.log', byte: 0, line: 1 }, stampedAt: null, source: null };
}
