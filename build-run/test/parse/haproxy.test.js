import { describe, expect, it } from 'vitest';
import { findCause } from '../../src/diagnose/causes/index.js';
import { emptyParserState, parseLines } from '../../src/parse/parse-lines.js';
import { decodeLine, options } from '../support/decode-line.js';

/** A line of `option httplog`, without its end. */
const httplog = (fields, request = '"GET /cart HTTP/1.1"') =>
  `203.0.113.7:51234 [22/Nov/2026:03:04:05.100] www~ ${fields} ${request}`;
describe('the end of a request, as httplog writes it', () => {
  const failures = [
    [
      'shop/web1 0/0/-1/-1/3002 503 217 - - SC-- 5/5/1/0/3 0/0',
      'connection-refused',
      'client-visible',
      'gateway',
      'shop/web1',
    ],
    [
      'shop/web1 0/0/-1/-1/0 503 217 - - SC-- 5/5/1/0/3 0/0',
      'connect-failed',
      'client-visible',
      'gateway',
      'shop/web1',
    ],
    [
      'shop/web1 0/0/-1/-1/12240 503 217 - - SC-- 5/5/1/0/3 0/0',
      'connect-failed',
      'client-visible',
      'gateway',
      'shop/web1',
    ],
    [
      'shop/<NOSRV> 0/-1/-1/-1/0 503 217 - - SC-- 5/5/0/0/0 0/0',
      'no-live-upstreams',
      'client-visible',
      'gateway',
      null,
    ],
    [
      'shop/web1 0/0/-1/-1/15003 503 217 - - sC-- 5/5/1/0/3 0/0',
      'connect-timeout',
      'client-visible',
      'gateway',
      'shop/web1',
    ],
    [
      'shop/web1 0/0/1/-1/30002 504 198 - - sH-- 5/5/1/1/0 0/0',
      'read-timeout',
      'client-visible',
      'gateway',
      'shop/web1',
    ],
    [
      'shop/web1 0/0/1/-1/12 502 209 - - SHVN 5/5/1/1/0 0/0',
      'premature-close',
      'client-visible',
      'gateway',
      'shop/web1',
    ],
    [
      'shop/web1 0/0/1/-1/12 502 209 - - PH-- 5/5/1/1/0 0/0',
      'malformed-response',
      'client-visible',
      'gateway',
      'shop/web1',
    ],
    [
      'shop/web1 0/0/1/4/500 200 5054 - - SD-- 5/5/1/1/0 0/0',
      'premature-close',
      'truncated',
      'gateway',
      'shop/web1',
    ],
    [
      'shop/web1 0/0/1/4/30005 200 5054 - - sD-- 5/5/1/1/0 0/0',
      'read-timeout',
      'truncated',
      'gateway',
      'shop/web1',
    ],
    [
      'shop/web1 0/0/1/4/50 200 5054 - - PD-- 5/5/1/1/0 0/0',
      'malformed-response',
      'truncated',
      'gateway',
      'shop/web1',
    ],
    [
      'shop/<NOSRV> 0/5001/-1/-1/5001 503 217 - - sQ-- 90/90/80/40/0 0/37',
      'circuit-open',
      'client-visible',
      'gateway',
      null,
    ],
    [
      'shop/web1 0/0/-1/-1/0 503 217 - - PC-- 5/5/1/1/0 0/0',
      'worker-connections',
      'client-visible',
      'gateway',
      'shop/web1',
    ],
    [
      'shop/web1 0/0/-1/-1/0 503 217 - - RC-- 5/5/1/1/0 0/0',
      'unknown',
      'client-visible',
      'gateway',
      'shop/web1',
    ],
    [
      'www/<NOSRV> 0/-1/-1/-1/0 503 66 - - LR-- 1/1/0/0/0 0/0',
      'gateway-returned',
      'client-visible',
      'gateway',
      null,
    ],
    [
      'www/<NOSRV> 0/-1/-1/-1/0 503 192 - - PR-- 1/1/0/0/0 0/0',
      'gateway-returned',
      'client-visible',
      'gateway',
      null,
    ],
    [
      'shop/web1 0/0/0/1/1 502 113 - - ---- 1/1/0/0/0 0/0',
      'upstream-502',
      'client-visible',
      'upstream',
      'shop/web1',
    ],
    [
      'shop/web1 0/0/0/1/1 503 113 - - --VN 1/1/0/0/0 0/0',
      'upstream-503',
      'client-visible',
      'upstream',
      'shop/web1',
    ],
    [
      'shop/web1 0/0/0/1/1 504 113 - - ---- 1/1/0/0/0 0/0',
      'upstream-504',
      'client-visible',
      'upstream',
      'shop/web1',
    ],
    ['shop/web2 0/0/0/1/1 200 104 - - ---- 1/1/0/0/+1 0/0', 'connect-failed', 'saved-by-retry', null, null],
    [
      'shop/web1 0/0/1002/1/1004 200 104 - - ---- 1/1/0/0/1 0/0',
      'connect-failed',
      'saved-by-retry',
      null,
      'shop/web1',
    ],
  ];
  it.each(failures)('%s: %s', (fields, cause, outcome, madeBy, peer) => {
    const request = decodeRequest(httplog(fields));
    expect(request.finding && findCause(request.finding).id).toBe(cause);
    expect(request).toMatchObject({ outcome, madeBy, peer, server: 'www', client: '203.0.113.7' });
  });
  it.each([
    ['a good answer', 'shop/web1 0/0/0/1/1 200 104 - - ---- 1/1/0/0/0 0/0'],
    ['an error of the application', 'shop/web1 0/0/0/1/1 500 104 - - ---- 1/1/0/0/0 0/0'],
    ['a client that left while it was queued', 'shop/<NOSRV> 0/900/-1/-1/900 503 0 - - CQ-- 9/9/8/4/0 0/3'],
    ['a client that left while HAProxy connected', 'shop/web1 0/0/-1/-1/900 503 0 - - CC-- 9/9/8/4/0 0/0'],
    ['a client that did not wait for the answer', 'shop/web1 0/0/1/-1/900 -1 0 - - CH-- 9/9/8/4/0 0/0'],
    ['a client that did not read the answer', 'shop/web1 0/0/1/3/900 200 4000 - - cD-- 9/9/8/4/0 0/0'],
    ['a request that was denied', 'www/<NOSRV> 0/-1/-1/-1/0 403 192 - - PR-- 1/1/0/0/0 0/0'],
    ['a request that was tarpitted', 'www/<NOSRV> -1/10001/-1/-1/10001 500 208 - - PT-- 1/1/0/0/0 0/0'],
    ['a redirect', 'www/<NOSRV> 0/-1/-1/-1/0 302 83 - - LR-- 1/1/0/0/0 0/0'],
    ['the page of statistics', 'stats/<STATS> 0/0/0/0/1 200 9000 - - LR-- 1/1/0/0/0 0/0'],
    ['a WebSocket that fell silent', 'shop/web1 0/0/1/3/3600900 101 4000 - - sD-- 9/9/8/4/0 0/0'],
    ['a body that the client sent wrong', 'shop/web1 0/0/1/-1/3 400 187 - - PH-- 9/9/8/4/0 0/0'],
  ])('%s is no failure', (_, fields) => {
    expect(decodeRequest(httplog(fields))).toMatchObject({ finding: null, outcome: null });
  });
  it.each([
    ['"GET /cart HTTP/1.1" "SSL handshake failure"', 'tls-handshake'],
    [
      '"GET /cart HTTP/1.1" "SSL handshake failure" "error:0A00010B:SSL routines::wrong version number"',
      'protocol-mismatch',
    ],
    [
      '"GET /cart HTTP/1.1" "SSL handshake failure" "error:0A000086:SSL routines::certificate verify failed"',
      'tls-verify',
    ],
    ['"GET /cart HTTP/1.1" "Out of local source ports on the system"', 'ports-exhausted'],
    ['"GET /cart HTTP/1.1" ""', 'connection-refused'],
    ['"GET /cart HTTP/1.1" bc_err=""', 'connection-refused'],
    // Only what stands behind the request is HAProxy's.
    ['{shop.example|SSL handshake failure} "GET /?SSL%20handshake%20failure HTTP/1.1"', 'connection-refused'],
  ])('reads the error of the connection where the format logs it: %s', (request, cause) => {
    const fields = 'shop/web1 0/0/-1/-1/3002 503 217 - - SC-- 5/5/1/0/3 0/0';
    const { finding } = decodeRequest(httplog(fields, request));
    expect(finding && findCause(finding).id).toBe(cause);
  });
  it('has the time of its end, the host and the path', () => {
    const line = httplog(
      'shop/web1 0/0/1/3/900 200 4000 - - ---- 9/9/8/4/0 0/0',
      '{shop.example|curl/8.9} {} "GET /cart?step=2 HTTP/1.1"',
    );
    expect(decodeRequest(line)).toMatchObject({
      at: Date.parse('2026-11-22T03:04:06.000Z'),
      durationMs: 900,
      status: 200,
      host: 'shop.example',
      upstreamName: 'shop',
      request: { method: 'GET', target: '/cart?step=2', protocol: 'HTTP/1.1' },
      upstreamAttempts: [{ peer: 'shop/web1', status: 200, connectMs: 1, headerMs: 3, responseMs: 900 }],
    });
  });
  it('takes the host out of the target of HTTP/2', () => {
    const fields = 'shop/web1 0/0/1/3/9 200 4000 - - ---- 9/9/8/4/0 0/0';
    expect(decodeRequest(httplog(fields, '"GET https://shop.example/cart HTTP/2.0"'))).toMatchObject({
      host: 'shop.example',
      request: { method: 'GET', target: '/cart', protocol: 'HTTP/2.0' },
    });
  });
  it('trusts no state behind a captured cookie that looks like another', () => {
    const forged = httplog('shop/web1 0/0/0/1/1 200 104 a=1 - SC-- 1/1/0/0/3 0/0 "x" - ---- 1/1/0/0/0 0/0');
    expect(decodeRequest(forged)).toMatchObject({ isSuspect: true, finding: { certainty: 'guess' } });
  });
});
describe('other formats', () => {
  it.each([
    [
      '203.0.113.7:51234 [22/Nov/2026:03:04:05.100] db pg/pg1 1/-1/3004 0 SC 1/1/0/0/3 0/0',
      'connection-refused',
      'client-visible',
    ],
    [
      '203.0.113.7:51234 [22/Nov/2026:03:04:05.100] db pg/<NOSRV> -1/-1/0 0 SC 1/1/0/0/0 0/0',
      'no-live-upstreams',
      'client-visible',
    ],
    [
      '203.0.113.7:51234 [22/Nov/2026:03:04:05.100] db pg/pg1 1/0/30002 0 sD 1/1/0/0/0 0/0',
      'read-timeout',
      'client-visible',
    ],
    [
      '203.0.113.7:51234 [22/Nov/2026:03:04:05.100] db pg/pg1 1/0/502 212 SD 1/1/0/0/0 0/0',
      'premature-close',
      'truncated',
    ],
    [
      '203.0.113.7 - - [22/Nov/2026:03:04:05 +0000] "GET /cart HTTP/1.1" 503 217 "" "" 51234 170 "www" "shop" "web1" 0 0 -1 -1 3001 SC-- 2 1 0 0 3 0 0 "" "" ',
      'connection-refused',
      'client-visible',
    ],
  ])('%s: %s', (line, cause, outcome) => {
    const request = decodeRequest(line);
    expect(request.finding && findCause(request.finding).id).toBe(cause);
    expect(request.outcome).toBe(outcome);
  });
  it('sees no failure in a TCP session that ended when nobody spoke any more', () => {
    const line = '203.0.113.7:51234 [22/Nov/2026:03:04:05.100] db pg/pg1 1/0/3600002 9120 sD 1/1/0/0/0 0/0';
    expect(decodeRequest(line).finding).toBeNull();
  });
  it.each([
    '203.0.113.7:51234 [22/Nov/2026:03:04:05.100] www/1: SSL handshake failure',
    '203.0.113.7:51234 [22/Nov/2026:03:04:05.100] www/https: Connection error during SSL handshake',
    'Connect from 203.0.113.7:51234 to 192.0.2.1:80 (www/HTTP)',
  ])('reads what says nothing of a server: %s', (line) => {
    expect(decodeLine(line)).toMatchObject({ type: 'notice', kind: 'informational' });
  });
});
describe('messages about servers', () => {
  const ends = '0 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.';
  it.each([
    [
      `Server shop/web1 is DOWN, reason: Layer4 connection problem, info: "Connection refused", check duration: 0ms. ${ends}`,
      'ejection',
      'ECONNREFUSED',
    ],
    [
      `Server shop/web1 is DOWN, reason: Layer4 timeout, check duration: 2001ms. ${ends}`,
      'ejection',
      'ETIMEDOUT',
    ],
    [
      `Backup Server shop/web1 is DOWN, reason: Layer7 wrong status, code: 503, info: "Service Unavailable", check duration: 4ms. ${ends}`,
      'ejection',
      'answered-503',
    ],
    [
      `[WARNING]  (3359) : Server shop/web1 is DOWN, reason: Layer6 invalid response, info: "SSL handshake failure", check duration: 4ms. ${ends}`,
      'ejection',
      'handshake-failed',
    ],
    [
      `[WARNING] 325/030405 (3359) : Server shop/web1 is going DOWN for maintenance. ${ends}`,
      'ejection',
      undefined,
    ],
    [
      'Server shop/web1 is UP, reason: Layer4 check passed, check duration: 0ms. 1 active and 0 backup servers online. 0 sessions requeued, 0 total in queue.',
      'rejoin',
      undefined,
    ],
    ['Server shop/web1 is UP/READY (leaving forced maintenance).', 'rejoin', undefined],
    [
      'Health check for server shop/web1 failed, reason: Layer7 timeout, check duration: 2000ms, status: 2/3 UP.',
      'check-failed',
      'timed-out',
    ],
    [
      'Health check for server shop/web1 succeeded, reason: Layer4 check passed, check duration: 0ms, status: 3/3 UP.',
      'informational',
      undefined,
    ],
  ])('%s', (line, kind, symptom) => {
    const notice = decodeLine(line);
    expect(notice).toMatchObject({ type: 'notice', kind, peer: 'shop/web1', upstreamName: 'shop' });
    expect(notice?.type === 'notice' ? notice.symptom : null).toBe(symptom);
  });
  it('knows that a backend has lost its last server, and that the configuration was read again', () => {
    expect(decodeLine('backend shop has no server available!')).toMatchObject({
      kind: 'ejection',
      upstreamName: 'shop',
    });
    expect(decodeLine("[ALERT]    (3359) : backend 'shop' has no server available!")).toMatchObject({
      kind: 'ejection',
      upstreamName: 'shop',
    });
    expect(decodeLine('[NOTICE]   (1) : Reloading HAProxy')).toMatchObject({
      type: 'change',
      kind: 'reload',
    });
  });
});
describe('envelopes', () => {
  const line = httplog('shop/web1 0/0/-1/-1/3002 503 217 - - SC-- 5/5/1/0/3 0/0');
  it.each([
    ['stdout, raw', line],
    ['stdout, short', `<134>${line}`],
    ['syslog', `Nov 22 03:04:08 edge1 haproxy[3359]: ${line}`],
    ['syslog over the network', `<134>Nov 22 03:04:08 edge1 haproxy[3359]: ${line}`],
    ['syslog of RFC 5424', `<134>1 2026-11-22T03:04:08.102Z edge1 haproxy 3359 - - ${line}`],
    ['docker', JSON.stringify({ log: `${line}\n`, stream: 'stdout', time: '2026-11-22T03:04:08.102Z' })],
    ['containerd', `2026-11-22T03:04:08.102Z stdout F ${line}`],
    ['compose', `haproxy-1  | ${line}`],
  ])('%s', (_, text) => {
    const { events } = parseLines(
      emptyParserState,
      [{ text, location: { file: 'haproxy.log', byte: 0, line: 1 } }],
      options,
      0,
    );
    expect(events).toMatchObject([{ type: 'request', gateway: 'haproxy', peer: 'shop/web1', status: 503 }]);
  });
});
describe('lines that only look alike', () => {
  it.each([
    'Server room is cold',
    '203.0.113.7:51234 [22/Nov/2026:03:04:05.100] hello world',
    '203.0.113.7 - - [22/Nov/2026:03:04:05 +0000] "GET / HTTP/1.1" 503 217 "-" "curl/8.9"',
  ])('%s', (line) => {
    expect(decodeLine(line)?.gateway).not.toBe('haproxy');
  });
  it('stays linear on long hostile text', () => {
    const startedAt = performance.now();
    for (const text of [
      '0:'.repeat(8_000),
      `${httplog('a/b ')}${'/1'.repeat(8_000)}`,
      `Server ${'a/'.repeat(8_000)}`,
    ])
      decodeLine(text);
    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});
function decodeRequest(line) {
  const event = decodeLine(line);
  if (event?.type !== 'request' || event.gateway !== 'haproxy') throw new Error(`not a request: ${line}`);
  return event;
}
