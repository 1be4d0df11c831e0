import { describe, expect, it } from 'vitest';
import { diagnoseFinding } from '../../src/diagnose/diagnosis.js';
import { readPaste } from '../../src/parse/read-paste.js';
import { damages, records } from '../support/damaged-records.js';
import { options } from '../support/decode-line.js';

const read = (text) => {
  const { event, repairs } = readPaste(text, options);
  const finding = event?.type === 'attempt' || event?.type === 'request' ? event.finding : null;
  return { cause: finding && diagnoseFinding(finding).cause, certainty: finding?.certainty, event, repairs };
};
describe('records damaged by chats, terminals and pages', () => {
  const results = damages.flatMap(([damage, apply]) =>
    records.map(([cause, record]) => ({ damage, cause, got: read(apply(record)).cause })),
  );
  const right = results.filter(({ cause, got }) => got === cause);
  const wrong = results.filter(({ cause, got }) => got !== cause && got !== null && got !== 'unknown');
  it(`are read with the right cause, ${right.length} of ${results.length}`, () => {
    expect(results.filter(({ cause, got }) => got !== cause)).toHaveLength(results.length - right.length);
    expect(right.length).toBeGreaterThanOrEqual(110);
  });
  it('are never read with a wrong one', () => {
    expect(wrong).toEqual([]);
  });
});
describe('what people see without a log', () => {
  it.each([
    [
      'connection-refused',
      '< HTTP/1.1 503 Service Unavailable\n< server: envoy\n<\n* Connection #0 to host left intact\nupstream connect error or disconnect/reset before headers. retried and the latest reset reason: remote connection failure, transport failure reason: delayed connect error: 111',
    ],
    [
      'premature-close',
      'upstream connect error or disconnect/reset before headers. reset reason: connection terminationroot@web-1:/#',
    ],
    [
      'connect-failed',
      'upstream connect error or disconnect/reset before headers. reset reason: connection failure%',
    ],
    ['no-live-upstreams', 'no healthy upstream'],
    ['no-live-upstreams', '$ curl http://shop.example/\nno healthy upstream'],
    ['no-live-upstreams', 'no healthy upstreamroot@web-1:/#'],
    ['read-timeout', 'upstream request timeout'],
    ['circuit-open', '503 | UO'],
    ['read-timeout', '| 2026-11-22 | 504 | UT |'],
    ['no-live-upstreams', 'we see 503 UH all night'],
    ['no-live-upstreams', 'nginx says: no live upstreams while connecting to upstream'],
  ])('%s: %j', (cause, text) => {
    expect(read(text).cause).toBe(cause);
  });
});
describe('a lenient reading', () => {
  it('says what it mended, and is less certain', () => {
    const { certainty, repairs } = read('503 | UH');
    expect(certainty).toBe('likely');
    expect(repairs).toEqual(['read as a row with a status and response flags']);
  });
  it('changes nothing of a record as it was logged', () => {
    expect(read(records[0]?.[1] ?? '')).toMatchObject({ certainty: 'certain', repairs: [] });
  });
  it.each([
    'the US shipped 503 DC units',
    'no healthy upstream was found in the river',
    'I restarted the upstream and it works',
    'error 504',
    '{"status":503,"cluster":"eu-west","flag":"DC"}',
    'a 502 again, why?',
  ])('finds no failure in: %s', (text) => {
    expect(read(text).cause).toBeNull();
  });
  it('takes linear time for hostile text', () => {
    for (const piece of ['**', '> ', '`', '503 UH,', 'upstream ', '“', '&quot;', '\n| ']) {
      const startedAt = performance.now();
      readPaste(piece.repeat(40_000), options);
      expect(performance.now() - startedAt).toBeLessThan(3_000);
    }
  });
});
describe('JSON of Envoy with keys of one’s own', () => {
  it.each([
    [{ resStatusCode: 503, resFlags: 'UF', upstreamHost: '192.0.2.2:80' }, 'connect-failed'],
    [
      {
        resp_code: 503,
        resp_flags: 'UC',
        resp_code_details: 'upstream_reset_before_response_started{connection_termination}',
      },
      'premature-close',
    ],
    [{ responseCode: 503, responseFlags: 'UF', upstreamCluster: 'c' }, 'connect-failed'],
    [{ request_authority: 'shop.example', status: 503, response_flag: 'UH' }, 'no-live-upstreams'],
    [{ authority: 'shop.example', status: 503, response_flag: 'UH' }, 'no-live-upstreams'],
    [
      { http_response: { code: 503, flags: 'UO', code_details: 'overflow' }, upstream: { cluster: 'c' } },
      'circuit-open',
    ],
    [
      {
        'http.response.code': '504',
        'http.response.flags': 'UT',
        cluster_name: 'outbound|80||a.b.svc.cluster.local',
      },
      'read-timeout',
    ],
    [{ envoy: { responseCode: 503, responseFlags: 'UH' } }, 'no-live-upstreams'],
    [{ rc: 503, why: 'no_healthy_upstream' }, 'no-live-upstreams'],
    [{ level: 'error', code: 503, details: 'via_upstream' }, null],
    [{ level: 'info', msg: 'request', code: 502, ms: 12 }, null],
    [{ country: 'US', status: 503, currency: 'NR' }, null],
  ])('%j: %s', (record, cause) => {
    expect(read(JSON.stringify(record)).cause).toBe(cause);
  });
});
