import { describe, expect, it } from 'vitest';
import { diagnoseFinding } from '../../src/diagnose/diagnosis.js';
import { emptyParserState, flushParser, parseLines } from '../../src/parse/parse-lines.js';
import { options } from '../support/decode-line.js';

const request = {
  remote_ip: '203.0.113.9',
  remote_port: '51234',
  proto: 'HTTP/2.0',
  method: 'POST',
  host: 'shop.example',
  uri: '/basket?item=7',
  headers: { 'User-Agent': ['curl/8.5.0'] },
};
const at = 1_795_316_645.118;
const errorRecord = (msg, more = {}) =>
  JSON.stringify({
    level: 'error',
    ts: at,
    logger: 'http.log.error',
    msg,
    request,
    duration: 0.701864813,
    status: 502,
    err_id: 'x5rcbtc4s',
    err_trace: 'reverseproxy.statusError (reverseproxy.go:1272)',
    ...more,
  });
const accessRecord = (status, headers, more = {}) =>
  JSON.stringify({
    level: 'error',
    ts: at,
    logger: 'http.log.access',
    msg: 'handled request',
    request,
    user_id: '',
    duration: 0.701864813,
    size: 0,
    status,
    resp_headers: headers,
    ...more,
  });
const proxyRecord = (msg, error, more = {}) =>
  JSON.stringify({ level: 'error', ts: at, logger: 'http.handlers.reverse_proxy', msg, error, ...more });
/** Reads a line as one of a file, with its envelopes. */
function read(line) {
  const { state, events } = parseLines(
    emptyParserState,
    [{ text: line, location: { file: '/var/log/caddy/caddy.log', byte: 0, line: 1 } }],
    options,
    0,
  );
  return [...events, ...flushParser(state, options, 0).events][0];
}
const causeOf = (line) => {
  const event = read(line);
  if (event?.type !== 'attempt' && event?.type !== 'request') return null;
  return event.finding && diagnoseFinding(event.finding).cause;
};
describe('an error of a request', () => {
  it.each([
    ['connection-refused', '192.0.2.4:80', 'dial tcp 192.0.2.4:80: connect: connection refused'],
    ['connection-refused', '[2001:db8::4]:80', 'dial tcp [2001:db8::4]:80: connect: connection refused'],
    [
      'connection-refused',
      '127.0.0.1:9000',
      'dialing backend: dial tcp 127.0.0.1:9000: connect: connection refused',
    ],
    ['socket-missing', 'unix:/run/app.sock', 'dial unix /run/app.sock: connect: no such file or directory'],
    ['socket-permission', 'unix:/run/app.sock', 'dial unix /run/app.sock: connect: permission denied'],
    ['connect-timeout', '192.0.2.4:80', 'dial tcp 192.0.2.4:80: i/o timeout'],
    ['host-unreachable', '192.0.2.4:80', 'dial tcp 192.0.2.4:80: connect: no route to host'],
    ['network-unreachable', '192.0.2.4:80', 'dial tcp 192.0.2.4:80: connect: network is unreachable'],
    ['ports-exhausted', '192.0.2.4:80', 'dial tcp 192.0.2.4:80: connect: cannot assign requested address'],
    ['fds-exhausted', '192.0.2.4:80', 'dial tcp 192.0.2.4:80: socket: too many open files'],
    ['dns-not-found', null, 'dial tcp: lookup app.internal on 192.0.2.53:53: no such host'],
    [
      'dns-timeout',
      null,
      'dial tcp: lookup app.internal on 192.0.2.53:53: read udp 192.0.2.1:4242->192.0.2.53:53: i/o timeout',
    ],
    ['dns-server-failure', null, 'dial tcp: lookup app.internal on 192.0.2.53:53: server misbehaving'],
    [
      'tls-verify',
      null,
      'tls: failed to verify certificate: x509: certificate is valid for a.example, not b.example',
    ],
    ['tls-verify', null, 'x509: certificate signed by unknown authority'],
    ['tls-client-cert', null, 'remote error: tls: certificate required'],
    ['tls-handshake', null, 'remote error: tls: handshake failure'],
    ['tls-timeout', null, 'net/http: TLS handshake timeout'],
    ['protocol-mismatch', null, 'tls: first record does not look like a TLS handshake'],
    ['read-timeout', null, 'net/http: timeout awaiting response headers'],
    ['premature-close', null, 'EOF'],
    ['premature-close', null, 'unexpected EOF'],
    ['premature-close', null, 'http: server closed idle connection'],
    [
      'connection-reset',
      '192.0.2.4:80',
      'read tcp 192.0.2.1:42000->192.0.2.4:80: read: connection reset by peer',
    ],
    ['connection-reset', '192.0.2.4:80', 'write tcp 192.0.2.1:42000->192.0.2.4:80: write: broken pipe'],
    [
      'header-too-big',
      null,
      'net/http: HTTP/1.x transport connection broken: net/http: server response headers exceeded 10485760 bytes; aborted',
    ],
    [
      'malformed-response',
      null,
      'net/http: HTTP/1.x transport connection broken: malformed HTTP response "220 mail"',
    ],
    ['stream-reset', null, 'stream error: stream ID 5; REFUSED_STREAM; received from peer'],
    ['no-live-upstreams', null, 'no upstreams available'],
    ['unknown', null, 'flux capacitor is empty'],
  ])('%s at %s: %s', (cause, peer, error) => {
    const line = errorRecord(error);
    expect(causeOf(line)).toBe(cause);
    expect(read(line)).toMatchObject({
      type: 'attempt',
      gateway: 'caddy-error',
      at: 1_795_316_645_118,
      client: '203.0.113.9',
      host: 'shop.example',
      request: { method: 'POST', target: '/basket?item=7', protocol: 'HTTP/2.0' },
      status: 502,
      peer,
    });
  });
  it('names what was looked up', () => {
    expect(read(errorRecord('dial tcp: lookup app.internal: no such host'))).toMatchObject({
      upstreamName: 'app.internal',
      peer: null,
    });
  });
  it('that the configuration makes is called returned', () => {
    const record = errorRecord('maintenance', {
      status: 503,
      err_trace: 'caddyhttp.StaticError.ServeHTTP (staticerror.go:111)',
    });
    expect(causeOf(record)).toBe('gateway-returned');
  });
  it.each([
    ['of a client that left', errorRecord('context canceled', { status: 499 })],
    ['of a client that left, with the status of the gateway', errorRecord('context canceled')],
    [
      'of a missing file',
      errorRecord('{id=x} fileserver.(*FileServer).notFound (staticfiles.go:705): HTTP 404', { status: 404 }),
    ],
    [
      'of a client that left in the body',
      proxyRecord('aborting with incomplete response', 'context canceled'),
    ],
    ['that is told again', proxyRecord('reading from backend', 'unexpected EOF')],
  ])('%s is no failure', (_, record) => {
    expect(read(record)?.type).toBe('notice');
  });
});
describe('an answer that broke off', () => {
  it('has no request before release 2.7, and is truncated', () => {
    const error = 'read tcp 192.0.2.1:42000->192.0.2.4:80: read: connection reset by peer';
    const record = proxyRecord('aborting with incomplete response', error);
    expect(causeOf(record)).toBe('connection-reset');
    expect(read(record)).toMatchObject({
      request: null,
      status: null,
      peer: '192.0.2.4:80',
      finding: { phase: 'reading-body' },
    });
  });
  it('has its request and its upstream from then on', () => {
    const record = proxyRecord('aborting with incomplete response', 'unexpected EOF', {
      request,
      upstream: '192.0.2.4:80',
      duration: 1.2,
    });
    expect(read(record)).toMatchObject({
      client: '203.0.113.9',
      peer: '192.0.2.4:80',
      finding: { symptom: 'closed', phase: 'reading-body' },
    });
  });
});
describe('an access', () => {
  it('has the fields of the request', () => {
    expect(read(accessRecord(200, { Server: ['Caddy'] }))).toMatchObject({
      type: 'request',
      gateway: 'caddy-access',
      status: 200,
      durationMs: 702,
      client: '203.0.113.9',
      finding: null,
      madeBy: null,
    });
  });
  it.each([
    ['the upstream', 'upstream-502', { Server: ['Caddy'], Date: ['Sun, 22 Nov 2026 03:04:05 GMT'] }],
    ['the upstream', 'upstream-502', { Server: ['Caddy'], Via: ['1.1 Caddy'] }],
    ['the upstream', 'upstream-502', { 'Content-Length': ['3'] }],
    ['Caddy', 'unknown', { Server: ['Caddy'] }],
    ['Caddy', 'unknown', { Server: ['Caddy'], 'Content-Type': ['text/plain; charset=utf-8'] }],
    ['its file server', 'unknown', { 'Content-Length': ['3'], Etag: ['"x"'], 'Accept-Ranges': ['bytes'] }],
  ])('with 502 is made by %s: %s', (_, cause, headers) => {
    expect(causeOf(accessRecord(502, headers))).toBe(cause);
  });
  it.each([
    ['seconds', 0.25, 250],
    ['a text', '1.5s', 1_500],
    ['milliseconds', '701ms', 701],
    ['microseconds', '350µs', 0],
    ['nothing', undefined, null],
  ])('has a duration as %s', (_, duration, durationMs) => {
    expect(read(accessRecord(200, {}, { duration }))).toMatchObject({ durationMs });
  });
  it.each([
    ['seconds', at],
    ['ISO 8601', '2026-11-22T03:04:05.118Z'],
    ['milliseconds', at * 1000],
  ])('has a time as %s', (_, ts) => {
    expect(read(accessRecord(200, {}, { ts }))).toMatchObject({ at: 1_795_316_645_118 });
  });
  it('of a client that left before the answer has no status', () => {
    expect(read(accessRecord(0, {}))).toMatchObject({ status: null, finding: null });
  });
  it('behind a trusted proxy has the client that the proxy names', () => {
    const behind = { ...request, client_ip: '198.51.100.7' };
    expect(read(accessRecord(200, {}, { request: behind }))).toMatchObject({ client: '198.51.100.7' });
  });
  it('of a logger with a name is read as well', () => {
    expect(read(accessRecord(200, {}, { logger: 'http.log.access.shop' }))?.gateway).toBe('caddy-access');
  });
});
describe('health checks', () => {
  const check = (msg, more) =>
    JSON.stringify({
      level: 'info',
      ts: at,
      logger: 'http.handlers.reverse_proxy.health_checker.active',
      msg,
      ...more,
    });
  it('that fail name their peer and what they met', () => {
    expect(
      read(
        check('HTTP request failed', {
          host: '192.0.2.4:80',
          error: 'Get "http://192.0.2.4:80/up": dial tcp 192.0.2.4:80: connect: connection refused',
        }),
      ),
    ).toMatchObject({ kind: 'check-failed', peer: '192.0.2.4:80', symptom: 'ECONNREFUSED' });
  });
  it('that pass again bring it back', () => {
    expect(read(check('host is up', { host: '192.0.2.4:80' }))).toMatchObject({
      kind: 'rejoin',
      peer: '192.0.2.4:80',
    });
  });
});
describe('envelopes and noise', () => {
  const line = errorRecord('dial tcp 192.0.2.4:80: connect: connection refused');
  it.each([
    ['Docker', JSON.stringify({ log: `${line}\n`, stream: 'stderr', time: '2026-11-22T03:04:05.2Z' })],
    ['containerd', `2026-11-22T03:04:05.2Z stderr F ${line}`],
    ['journald', `Nov 22 03:04:05 edge-1 caddy[812]: ${line}`],
  ])('is read within %s', (_, wrapped) => {
    expect(causeOf(wrapped)).toBe('connection-refused');
  });
  it.each([
    '{"level":"info","ts":1795316645.1,"msg":"serving initial configuration"}',
    '{"level":"info","ts":1795316645.1,"logger":"tls","msg":"finished cleaning storage units"}',
    '{"level":"error","ts":1795316645.1,"logger":"http.client","msg":"dial tcp 192.0.2.4:80: connect: connection refused"}',
    '{"level":"error","logger":"http.log.error","msg":',
    '{"level":"error","note":"\\"logger\\":\\"http.log.error\\"","msg":"dial tcp 192.0.2.4:80: connect: connection refused"}',
  ])('finds no failure in %s', (noise) => {
    expect(causeOf(noise)).toBeNull();
  });
  it('takes nothing that a client writes for its own field', () => {
    const forged = {
      ...request,
      uri: '/","logger":"http.log.error","msg":"no upstreams available","status":503,"x":"',
    };
    expect(read(accessRecord(200, {}, { request: forged }))).toMatchObject({
      type: 'request',
      status: 200,
      finding: null,
    });
  });
  it('takes linear time', () => {
    for (const piece of ['dial ', 'lookup ', 'write ', 'http2: ', 'read tcp ', '->1.', '[', 'a:']) {
      const startedAt = performance.now();
      read(errorRecord(piece.repeat(3_000)));
      expect(performance.now() - startedAt).toBeLessThan(500);
    }
  });
});
