import { describe, expect, it } from 'vitest';
import { findCause } from '../../src/diagnose/causes/index.js';
import { createLocalTimeParser } from '../../src/parse/local-time.js';
import { nginxErrorDecoder } from '../../src/parse/nginx-error/decoder.js';

const head = '2026/11/22 09:23:04 [error] 2388#2388: *45 ';
const exchange =
  ', client: 203.0.113.7, server: shop.example, request: "GET /cart?id=1 HTTP/1.1", upstream: "http://10.0.0.5:8080/cart?id=1", host: "shop.example"';
const background = '2026/11/22 09:23:04 [error] 2388#2388: ';
describe('an nginx error record', () => {
  it('has all its parts', () => {
    const record = `${head}connect() failed (111: Connection refused) while connecting to upstream${exchange}, referrer: "https://shop.example/"`;
    expect(parseEvent(record)).toEqual({
      type: 'attempt',
      gateway: 'nginx-error',
      location,
      at: Date.UTC(2026, 10, 22, 8, 23, 4),
      source: null,
      text: record,
      finding: {
        symptom: 'ECONNREFUSED',
        phase: 'connecting',
        socket: 'tcp',
        certainty: 'certain',
        message: 'connect() failed (111: Connection refused)',
        missingFields: [],
      },
      status: 502,
      pid: 2388,
      connection: 45,
      subrequest: null,
      isSuspect: false,
      wallTime: Date.UTC(2026, 10, 22, 9, 23, 4),
      client: '203.0.113.7',
      server: 'shop.example',
      host: 'shop.example',
      request: { method: 'GET', target: '/cart?id=1', protocol: 'HTTP/1.1' },
      upstream: 'http://10.0.0.5:8080/cart?id=1',
      upstreamName: null,
      peer: '10.0.0.5:8080',
    });
  });
  it.each([
    [
      `${head}connect() failed (61: Connection refused) while connecting to upstream`,
      'connection-refused',
      502,
    ],
    [
      `${head}connect() failed (146: Connection refused) while connecting to upstream`,
      'connection-refused',
      502,
    ],
    [
      `${head}connect() failed (10061: the target machine actively refused it) while connecting to upstream`,
      'connection-refused',
      502,
    ],
    [
      `${head}connect() failed (111: Verbindungsaufbau abgelehnt) while connecting to upstream`,
      'connection-refused',
      502,
    ],
    [
      `${head}connect() failed (113: Host is unreachable) while connecting to upstream`,
      'host-unreachable',
      502,
    ],
    [
      `${head}connect() to [::1]:8080 failed (99: Address not available) while connecting to upstream`,
      'address-unavailable',
      502,
    ],
    [
      `${head}connect() to 10.0.0.5:80 failed (99: Address not available) while connecting to upstream`,
      'ports-exhausted',
      502,
    ],
    [
      `${head}connect() to unix:///run/app.sock failed (35: Resource temporarily unavailable) while connecting to upstream`,
      'backlog-full',
      502,
    ],
    [
      `${head}upstream timed out (110: Operation timed out) while SSL handshaking to upstream${exchange}`,
      'tls-timeout',
      504,
    ],
    [
      `${head}upstream timed out (110: Connection timed out) while reading upstream${exchange}`,
      'read-timeout',
      null,
    ],
    [
      `${head}upstream timed out (110:Connection timed out) while connecting to upstream(proxy_connect)${exchange}`,
      'connect-timeout',
      504,
    ],
    [
      `${head}recv() failed (104: Connection reset by peer) while proxying upgraded connection${exchange}`,
      'connection-reset',
      null,
    ],
    [
      `${head}SSL_do_handshake() failed (SSL: error:1000042e:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER) while SSL handshaking to upstream${exchange}`,
      'protocol-mismatch',
      502,
    ],
    [
      `${head}SSL_read() failed (SSL: error:0A00045C:SSL routines::tlsv13 alert certificate required:SSL alert number 116) while reading response header from upstream${exchange}`,
      'tls-client-cert',
      502,
    ],
    [
      `${head}upstream sent frobnicated jelly while reading response header from upstream${exchange}`,
      'malformed-response',
      502,
    ],
    [
      `${head}something new in this version (104: Connection reset by peer) while reading response header from upstream${exchange}`,
      'connection-reset',
      502,
    ],
    [`${head}something new in this version while connecting to upstream${exchange}`, 'unknown', 502],
    [`${head}server could not be resolved (3: Host not found)${exchange}`, 'dns-not-found', 502],
    [`${background}api.internal could not be resolved (110: Operation timed out)`, 'dns-timeout', null],
    [
      `${background}send() failed (111: Connection refused) while resolving, resolver: 10.0.0.2:53`,
      'dns-server-failure',
      null,
    ],
    [
      '2026/11/22 09:23:04 [alert] 1#1: worker process 31 exited on signal 11 (core dumped)',
      'gateway-crash',
      null,
    ],
    [
      '2026/11/22 09:23:04 [crit] 7#7: *3 open() "/var/cache/nginx/proxy_temp/1" failed (13: Permission denied) while reading upstream',
      'gateway-disk',
      null,
    ],
    [
      `${head}[lua] balancer.lua:310: balance(): no peer was returned, balancer: ewma while connecting to upstream${exchange}`,
      'no-live-upstreams',
      502,
    ],
    [
      `${head}[lua] balancer.lua:9: execute(): DNS resolution failed: dns server error: 3 name error. Tried: ["a"]`,
      'dns-not-found',
      null,
    ],
    [
      `${head}[lua] init.lua:7: balancer(): failed to retry the dns/balancer resolver for pay.example' with: dns server error: 2 server failure while connecting to upstream${exchange}`,
      'dns-server-failure',
      null,
    ],
    [
      `${head}[lua] init.lua:7: balancer(): failed setting the current peer (address: 10.0.0.9 port: 80): no host allowed while connecting to upstream${exchange}`,
      'bad-upstream-config',
      502,
    ],
    [
      `${head}[lua] init.lua:5: http_access_phase(): failed to set upstream: no valid upstream node: nil${exchange}`,
      'no-live-upstreams',
      502,
    ],
  ])('%s has the cause %s and status %s', (record, cause, status) => {
    const event = parseAttempt(record);
    expect({ cause: findCause(event.finding).id, status: event.status }).toEqual({ cause, status });
  });
  it.each([
    ['http://unix:/run/app.sock:/cart', 'unix:/run/app.sock'],
    ['http://unix:/tmp/app.sock/cart', 'unix:/tmp/app.sock'],
    ['uwsgi://unix:///run/app.sock:', 'unix:///run/app.sock'],
    ['fastcgi://127.0.0.1:9000', '127.0.0.1:9000'],
    ['https://[2001:db8::5]:443/', '[2001:db8::5]:443'],
    ['10.0.0.5:5432', '10.0.0.5:5432'],
  ])('with upstream %s has the peer %s', (upstream, peer) => {
    const record = `${head}recv() failed (104: Connection reset by peer) while reading response header from upstream, client: ::1, server: _, request: "GET / HTTP/1.1", upstream: "${upstream}"`;
    expect(parseAttempt(record)).toMatchObject({
      upstream,
      peer,
      finding: { socket: peer.startsWith('unix') ? 'unix' : 'tcp' },
    });
  });
  it('names the group without peers, and the name that did not resolve', () => {
    expect(
      parseAttempt(
        `${head}no live upstreams while connecting to upstream${exchange.replace('10.0.0.5:8080', 'backend')}`,
      ),
    ).toMatchObject({ upstreamName: 'backend', peer: null });
    expect(
      parseAttempt(
        `${head}api.internal could not be resolved (2: Server failure), client: 10.0.0.1, server: _`,
      ),
    ).toMatchObject({ upstreamName: 'api.internal', upstream: null });
    expect(
      parseAttempt('nginx: [emerg] host not found in upstream "api:80" in /etc/nginx/nginx.conf:3'),
    ).toMatchObject({
      upstreamName: 'api',
      upstream: 'api:80',
      status: null,
      finding: { phase: 'starting' },
    });
  });
  it('has no status for TCP, and keeps its upstream', () => {
    expect(
      parseAttempt(
        `${head}connect() failed (111: Connection refused) while connecting to upstream, client: 203.0.113.7, server: 0.0.0.0:5432, upstream: "10.0.0.5:5432", bytes from/to client:0/0, bytes from/to upstream:0/0`,
      ),
    ).toMatchObject({ status: null, upstream: '10.0.0.5:5432', server: '0.0.0.0:5432' });
  });
  it('names the subrequest', () => {
    const record = `${head}connect() failed (111: Connection refused) while connecting to upstream${exchange.replace(', upstream', ', subrequest: "/_auth", upstream')}`;
    expect(parseAttempt(record).subrequest).toBe('/_auth');
  });
});
describe('a record that only looks like a failure', () => {
  it.each([
    [
      'the client disconnected',
      `2026/11/22 09:23:04 [info] 7#7: *9 epoll_wait() reported that client prematurely closed connection, so upstream connection is closed too (104: Connection reset by peer) while reading upstream${exchange}`,
      'client-abort',
    ],
    [
      "the client's socket, at level info",
      `2026/11/22 09:23:04 [info] 7#7: *9 recv() failed (104: Connection reset by peer) while sending to client${exchange}`,
      'client-abort',
    ],
    [
      'a handshake with the client',
      `${head}SSL_do_handshake() failed (SSL: error:0A00006C:SSL routines::bad key share) while SSL handshaking, client: 203.0.113.7, server: 0.0.0.0:443`,
      'informational',
    ],
    ['a rate limit', `${head}limiting requests, excess: 0.998 by zone "one"${exchange}`, 'rate-limited'],
    [
      'a PHP message',
      `${head}FastCGI sent in stderr: "connect() failed (111: Connection refused)" while reading response header from upstream${exchange}`,
      'informational',
    ],
    [
      'an ejection',
      `2026/11/22 09:23:04 [warn] 7#7: *9 upstream server temporarily disabled while connecting to upstream${exchange}`,
      'ejection',
    ],
    [
      'an auth subrequest',
      `${head}auth request unexpected status: 502 while sending to client${exchange}`,
      'derived',
    ],
    [
      'OCSP stapling',
      `${background}recv() failed (104: Connection reset by peer) while requesting certificate status, responder: ocsp.example`,
      'informational',
    ],
    [
      "nginx's own log connection",
      `${background}connect() failed (111: Connection refused)`,
      'informational',
    ],
    [
      'a missing file',
      `${head}open() "/srv/x" failed (2: No such file or directory)${exchange}`,
      'informational',
    ],
    [
      'a firewall module',
      `${head}[client 203.0.113.7] ModSecurity: Access denied with code 403 while reading response header from upstream${exchange}`,
      'informational',
    ],
  ])('%s', (_, record, kind) => {
    expect(parseEvent(record)).toMatchObject({ type: 'notice', kind });
  });
  it.each([
    ['2026/11/22 09:23:04 [notice] 1#1: signal 1 (SIGHUP) received from 5431, reconfiguring', 'reload'],
    ['2026/11/22 09:23:04 [notice] 1#1: signal 15 (SIGTERM) received from 5431, exiting', 'stop'],
    ['2026/11/22 09:23:04 [notice] 1#1: start worker process 31', 'restart'],
  ])('%s is a change', (record, kind) => {
    expect(parseEvent(record)).toMatchObject({ type: 'change', kind });
  });
});
describe('a damaged record', () => {
  const completeRecord = `${head}upstream prematurely closed connection while reading response header from upstream${exchange}`;
  it.each([
    ['without time', completeRecord.slice(20)],
    ['without header', completeRecord.slice(head.length)],
    ['without the star', completeRecord.slice(head.length - 3)],
    ['after some words', `here it is: ${completeRecord}`],
    ['with one field per line', completeRecord.replaceAll(', ', ',\n    ')],
    ['wrapped by a terminal', completeRecord.replace(/(.{37})/g, '$1\n')],
    ['with curly quotes', completeRecord.replace(/"([^"]*)"/g, '“$1”')],
    ['copied from HTML', completeRecord.replaceAll('"', '&quot;')],
    ['copied from JSON', completeRecord.replaceAll('"', '\\"')],
    ['in quotes', `"${completeRecord}"`],
    ['followed by the end of an HTML element', `${completeRecord}</code></pre>`],
    ['in single quotes', `'${completeRecord}'`],
    ['followed by a code fence', `${completeRecord} \`\`\``],
    ['starting with a capital letter', `Upstream${completeRecord.slice(head.length + 8)}`],
    [
      'without blanks after field names',
      completeRecord.replaceAll(/(client|server|request|upstream|host): /g, '$1:'),
    ],
    ['followed by a field of Kong', `${completeRecord}, request_id: "77883059cc0d97a6"`],
    ['followed by a truncated field', `${completeRecord}, ref`],
    ['followed by the end of a printed object', `${completeRecord}",\n\t"_PID" : "7"\n}`],
  ])('%s, has the same content', (_, record) => {
    expect(parseEvent(record)).toMatchObject({
      type: 'attempt',
      status: 502,
      finding: { symptom: 'closed', phase: 'reading-header' },
      client: '203.0.113.7',
      server: 'shop.example',
      host: 'shop.example',
      request: { method: 'GET', target: '/cart?id=1', protocol: 'HTTP/1.1' },
      upstream: 'http://10.0.0.5:8080/cart?id=1',
    });
  });
  it.each(['$', '>', '…', '...'])('is read if an editor or a pager truncated it with %s', (mark) => {
    const cut = `${head}no live upstreams while connecting to${mark}`;
    expect(parseAttempt(cut)).toMatchObject({ status: 502, finding: { symptom: 'no-peer' } });
  });
  it('excludes a table border from the value before it', () => {
    const cell = completeRecord.slice(0, completeRecord.indexOf(', server:'));
    expect(parseAttempt(`${cell} |`)).toMatchObject({ client: '203.0.113.7' });
  });
  it('shows why startup failed, even without quotation marks', () => {
    expect(
      parseAttempt('nginx: [emerg] host not found in upstream api.example in /etc/nginx/a.conf:3'),
    ).toMatchObject({
      upstream: 'api.example',
      finding: { symptom: 'name-not-found', phase: 'starting' },
    });
    expect(
      parseAttempt('[emerg] 7#7: socket() 198.51.100.4:80 failed (24: Too many open files)'),
    ).toMatchObject({
      finding: { symptom: 'EMFILE', phase: 'starting' },
    });
  });
  it('may come from a Lua balancer that found no permitted peer', () => {
    const lua = `${head}[lua] balancer_by_lua(nginx.conf:21):4: failed to set the current peer: no host allowed`;
    const record = `${lua} while connecting to upstream, client: 203.0.113.7, server: , request: "GET / HTTP/1.1"`;
    expect(parseAttempt(record)).toMatchObject({
      finding: { symptom: 'misconfigured' },
      client: '203.0.113.7',
    });
  });
  it('omits truncated values', () => {
    expect(parseAttempt(completeRecord.slice(0, -4))).toMatchObject({ host: null, client: '203.0.113.7' });
    expect(parseAttempt(completeRecord.slice(0, completeRecord.indexOf('/cart?') + 3))).toMatchObject({
      request: null,
      upstream: null,
    });
    expect(parseAttempt(completeRecord.slice(0, completeRecord.indexOf('client:') + 4))).toMatchObject({
      client: null,
    });
  });
  it.each([
    '203.0.113.7 - - [22/Nov/2026:09:23:04 +0000] "GET / HTTP/1.1" 502 157 "-" "recv() failed (104: x) while reading upstream, client: a, server: b"',
    '[2026-11-22T09:23:04.125Z] "GET / HTTP/1.1" 503 UF 0 91 10 - "-" "curl" "id" "shop" "10.0.0.5:80"',
    '2026/11/22 09:23:04 Generated default.conf from 3 containers',
    'upstream connect error or disconnect/reset before headers',
    'ERROR upstream timed out while connecting',
    '#0 {main}',
    '',
  ])('is rejected if it is not from nginx: %s', (line) => {
    expect(parseEvent(line)).toBeUndefined();
  });
});
const location = { file: 'error.log', byte: 0, line: 1 };
const decoderOptions = {
  toEpochMs: createLocalTimeParser('Europe/Berlin'),
  nginxFormats: [],
  envoyFormats: [],
};
function parseEvent(text) {
  return nginxErrorDecoder.decode({ text, location, stampedAt: null, source: null }, decoderOptions);
}
function parseAttempt(text) {
  const event = parseEvent(text);
  if (event?.type !== 'attempt') throw new Error(`Expected an attempt, got ${event?.type}: ${text}`);
  return event;
}
