import { describe, expect, it } from 'vitest';
import { compileNginxFormat } from '../../src/parse/format/nginx-format.js';
import { compileKnownNginxFormats } from '../../src/parse/known-formats.js';
import { nginxAccessDecoder } from '../../src/parse/nginx-access/decoder.js';

const observedFormat = compileNginxFormat(
  '$status|$upstream_addr|$upstream_status|$upstream_connect_time|$upstream_header_time|$upstream_response_time|$upstream_cache_status|$upstream_bytes_received',
);
const decoderOptions = {
  toEpochMs: () => 0,
  nginxFormats: compileKnownNginxFormats(),
  envoyFormats: [],
};
const logTime = '22/Nov/2026:09:23:04 +0000';
const clientPrefix = `192.0.2.7 - - [${logTime}]`;
const peerA = '10.0.0.1:80';
const peerB = '10.0.0.2:80';
describe('classifying a request by its upstream lists', () => {
  it.each([
    [
      'two peers refused',
      `502|${peerA}, ${peerB}|502, 502|-, -|-, -|0.000, 0.000||`,
      'connect-failed connecting',
      'client-visible',
      'gateway',
    ],
    [
      'refused, then saved by the next peer',
      `200|${peerA}, ${peerB}|502, 200|-, 0.000|-, 0.002|0.000, 0.002||`,
      'connect-failed connecting',
      'saved-by-retry',
      'gateway',
    ],
    [
      'timeout, then saved',
      `200|${peerA}, ${peerB}|504, 200|0.000, 0.000|-, 0.003|1.001, 0.003||`,
      'timed-out reading-header',
      'saved-by-retry',
      'gateway',
    ],
    [
      'error_page to a named location',
      `200|${peerA}, ${peerB} : 10.0.0.9:80|502, 502 : 200|-, - : 0.001|-, - : 0.002|0.000, 0.000 : 0.002||`,
      'connect-failed connecting',
      'saved-by-fallback',
      'gateway',
    ],
    [
      'keepalive race, saved',
      `200|${peerA}, ${peerA}|502, 200|0.000, 0.000|-, 0.001|0.000, 0.001||0, 300`,
      'closed reading-header',
      'saved-by-retry',
      'gateway',
    ],
    ['no live upstreams', '502|backend|502|-|-|0.000||', 'no-peer choosing', 'client-visible', 'gateway'],
    ['name not resolved, or return 502', '502|-|-|-|-|-||', 'unexplained null', 'client-visible', 'gateway'],
    [
      'no socket, port or connection left',
      '500||-|-|-|0.000||',
      'unexplained null',
      'client-visible',
      'gateway',
    ],
    [
      '500 after a failed first attempt',
      `500|${peerA} : |502 : -|- : -|- : -|0.000 : 0.000||`,
      'unexplained null',
      'client-visible',
      'gateway',
    ],
    [
      'the upstream answered 502',
      `502|${peerA}|502|0.000|0.001|0.001||`,
      'answered-502 null',
      'client-visible',
      'upstream',
    ],
    [
      'the upstream answered 503',
      `503|${peerA}|503|0.000|0.001|0.001||`,
      'answered-503 null',
      'client-visible',
      'upstream',
    ],
    [
      'the upstream answered 504',
      `504|${peerA}|504|0.000|30.001|30.001||`,
      'answered-504 null',
      'client-visible',
      'upstream',
    ],
    [
      'response timeout',
      `504|${peerA}|504|0.000|-|60.001||`,
      'timed-out reading-header',
      'client-visible',
      'gateway',
    ],
    ['connect timeout', `504|${peerA}|504|-|-|60.001||`, 'timed-out connecting', 'client-visible', 'gateway'],
    [
      'connect timeout of the kernel',
      `502|${peerA}|502|-|-|127.300||`,
      'ETIMEDOUT connecting',
      'client-visible',
      'gateway',
    ],
    [
      'closed before the header',
      `502|${peerA}|502|0.000|-|0.004||0`,
      'closed reading-header',
      'client-visible',
      'gateway',
    ],
    [
      'an invalid header',
      `502|${peerA}|502|0.000|-|0.004||512`,
      'malformed reading-header',
      'client-visible',
      'gateway',
    ],
    [
      'stale cache served',
      `200|${peerA}|502|0.000|-|0.000|STALE|`,
      'closed reading-header',
      'saved-by-fallback',
      'gateway',
    ],
    [
      'an answer that is not HTTP',
      `009|${peerA}|200|0.000|0.004|0.010||`,
      'other-protocol reading-header',
      'client-visible',
      'gateway',
    ],
    [
      'a truncated body, which the line does not show',
      `200|${peerA}|200|0.001|0.004|1.001||`,
      null,
      null,
      null,
    ],
    ['the client left', `499|${peerA}|-|0.000|-|1.000||`, null, null, null],
    [
      'the client left after a failed attempt',
      `499|${peerA}, ${peerB}|504, -|0.000, 0.000|-, -|5.001, 1.000||`,
      null,
      null,
      null,
    ],
    ['nothing was sent', `000|${peerA}|-|0.000|-|1.000||`, null, null, null],
    ['an idle WebSocket', `101|${peerA}|101|0.000|0.002|1.001||`, null, null, null],
    ['the application failed', `500|${peerA}|500|0.000|0.002|0.002||`, null, null, 'upstream'],
    ['not found', `404|${peerA}|404|0.000|0.002|0.002||`, null, null, 'upstream'],
    ['a request that nginx rejects', `413|-|-|-|-|-||`, null, null, 'gateway'],
  ])('%s', (_, line, finding, outcome, madeBy) => {
    const request = parseRequest(line, { ...decoderOptions, nginxFormats: [observedFormat] });
    expect(request.finding && `${request.finding.symptom} ${request.finding.phase}`).toBe(finding);
    expect(request).toMatchObject({ outcome, madeBy });
  });
});
describe('a line without upstream fields', () => {
  it.each([
    [
      "150 bytes: nginx's own error page",
      `${clientPrefix} "GET / HTTP/1.1" 502 150 "-" "curl/8.9"`,
      'gateway',
    ],
    [
      "nginx's own error page with version",
      `${clientPrefix} "GET / HTTP/1.1" 504 167 "-" "curl/8.9"`,
      'gateway',
    ],
    [
      "nginx's own error page padded for Chrome",
      `${clientPrefix} "GET / HTTP/2.0" 502 559 "-" "Mozilla/5.0 Chrome/130"`,
      'gateway',
    ],
    [
      'any other size: possibly from the upstream',
      `${clientPrefix} "GET / HTTP/1.1" 502 1204 "-" "curl/8.9"`,
      'undecided',
    ],
    [
      'a 503 of any other size: possibly from the upstream',
      `${clientPrefix} "GET / HTTP/1.1" 503 93`,
      'undecided',
    ],
  ])('%s', (_, line, madeBy) => {
    expect(parseRequest(line)).toMatchObject({
      madeBy,
      outcome: 'client-visible',
      finding: {
        symptom: 'unexplained',
        certainty: 'guess',
        missingFields: [
          '$upstream_addr',
          '$upstream_status',
          '$upstream_connect_time',
          '$upstream_header_time',
        ],
      },
    });
  });
  it('needs the limit fields to recognise a rate limit', () => {
    const line = `${clientPrefix} "GET / HTTP/1.1" 503 190 "-" "curl/8.9" upstream_addr=- upstream_status=-`;
    expect(parseRequest(line).finding?.missingFields).toEqual(['$limit_req_status', '$limit_conn_status']);
    expect(parseRequest(`${line} limit_req_status=REJECTED`).finding).toBeNull();
  });
  it('distinguishes a stalled upload from a header that nginx shortened', () => {
    const fields = `rt=60.001 ua=${peerA} us=504 uct=0.000 uht=- urt=60.001`;
    const line = `${clientPrefix} "POST /up HTTP/1.1" 504 167 "-" "curl/8.9" ${fields}`;
    expect(parseRequest(`${line} request_length=180 upstream_bytes_sent=120`).finding?.phase).toBe(
      'reading-header',
    );
    expect(parseRequest(`${line} request_length=9000300 upstream_bytes_sent=2600000`).finding?.phase).toBe(
      'sending',
    );
  });
  it('recognises an upstream address by its key even if the client sent no user agent', () => {
    const line = `${clientPrefix} "GET / HTTP/1.1" 502 157 "-" "-" ua="shop" us="502" uct="-" uht="-" urt="0.000"`;
    expect(parseRequest(line)).toMatchObject({ upstreamName: 'shop', finding: { symptom: 'no-peer' } });
  });
  it.each([
    [301, null],
    [400, 'undecided'],
    [404, 'undecided'],
    [429, 'undecided'],
    [444, null],
    [499, null],
    [500, 'undecided'],
  ])('has no failure with status %i', (status, madeBy) => {
    expect(parseRequest(`${clientPrefix} "GET / HTTP/1.1" ${status} 0 "-" "curl/8.9"`)).toMatchObject({
      finding: null,
      outcome: null,
      madeBy,
      status,
    });
  });
  it('knows nginx’s own page of status 500 by its length', () => {
    expect(parseRequest(`${clientPrefix} "GET / HTTP/1.1" 500 177 "-" "curl/8.9"`)).toMatchObject({
      finding: null,
      madeBy: 'gateway',
    });
  });
});
describe('a line of ingress-nginx', () => {
  const id = '5f0c7a1d9b3e4c2f8a6d1e0b7c9f2a3d';
  const start = `${clientPrefix} "POST /pay HTTP/2.0"`;
  it('has the service and every peer tried', () => {
    const line = `${start} 200 12 "-" "okhttp/4.12" 310 0.009 [shop-pay-8080] [] ${peerA}, ${peerB} 0, 12 0.000, 0.008 502, 200 ${id}`;
    expect(parseRequest(line)).toMatchObject({
      at: Date.UTC(2026, 10, 22, 9, 23, 4),
      client: '192.0.2.7',
      request: { method: 'POST', target: '/pay', protocol: 'HTTP/2.0' },
      upstream: `${peerA}, ${peerB}`,
      upstreamName: 'shop-pay-8080',
      peer: peerB,
      durationMs: 9,
      requestId: id,
      outcome: 'saved-by-retry',
      upstreamAttempts: [
        { peer: peerA, status: 502, responseMs: 0 },
        { peer: peerB, status: 200, responseMs: 8 },
      ],
    });
  });
  it.each([
    ['no endpoints', '503 190', '[shop-pay-8080] [] - - - -', 'no-peer', 'gateway'],
    [
      'an answer of the upstream',
      '502 1700',
      `[shop-pay-8080] [] ${peerA} 1690 0.020 502`,
      'answered-502',
      'upstream',
    ],
    [
      'its default connect timeout',
      '504 160',
      `[shop-pay-8080] [] ${peerA}, ${peerB} 0, 0 5.001, 5.000 504, 504`,
      'timed-out',
      'gateway',
    ],
    [
      'its default read timeout',
      '504 160',
      `[shop-pay-8080] [] ${peerA} 0 60.001 504`,
      'timed-out',
      'gateway',
    ],
    [
      'a custom format with extra fields',
      '502 150',
      `[shop-pay-8080] [] - - - - ${id} more`,
      'unexplained',
      'gateway',
    ],
    ['unknown', '502 150', `[shop-pay-8080] [] ${peerA} 0 0.001 502`, 'unexplained', 'gateway'],
    ['no socket left', '500 170', '[shop-pay-8080] []  - 0.000 -', 'unexplained', 'gateway'],
  ])('%s', (_, answer, tail, symptom, madeBy) => {
    const request = parseRequest(`${start} ${answer} "-" "okhttp/4.12" 310 0.009 ${tail} ${id}`);
    expect(request).toMatchObject({ finding: { symptom }, madeBy, outcome: 'client-visible' });
  });
  it('may have the older format', () => {
    const line = `192.0.2.7 - [192.0.2.7] - - [${logTime}] "GET / HTTP/1.1" 502 157 "-" "curl/8.9" 80 0.002 [shop-web-80] ${peerA}, ${peerB} 0, 0 0.000, 0.001 502, 502 ${id}`;
    expect(parseRequest(line)).toMatchObject({
      client: '192.0.2.7',
      upstream: `${peerA}, ${peerB}`,
      upstreamName: 'shop-web-80',
      isSuspect: false,
    });
  });
});
describe('known formats', () => {
  it.each([
    [
      'Kong',
      `${clientPrefix} "GET /a HTTP/1.1" 502 126 "-" "curl/8.9" kong_request_id: "77ab"`,
      { requestId: '77ab' },
    ],
    [
      'APISIX',
      `${clientPrefix} shop.example:9080 "GET /a HTTP/1.1" 502 229 0.003 "-" "curl/8.9" ${peerA}, ${peerB} 502, 502 0.001, 0.002 "http://shop.example:9080/a"`,
      { host: 'shop.example:9080', upstream: `${peerA}, ${peerB}`, durationMs: 3 },
    ],
    [
      'Nginx Proxy Manager',
      `[${logTime}] - 502 502 - GET https shop.example "/a b" [Client 192.0.2.7] [Length 154] [Gzip -] [Sent-to 10.0.0.9] "curl/8.9" "-"`,
      {
        host: 'shop.example',
        upstream: '10.0.0.9',
        request: { method: 'GET', target: '/a b', protocol: '' },
      },
    ],
    [
      'a virtual host first',
      `shop.example ${clientPrefix} "GET /a HTTP/1.1" 502 150 "-" "curl/8.9"`,
      { host: 'shop.example' },
    ],
    [
      'a virtual host with port first',
      `shop.example:443 ${clientPrefix} "GET /a HTTP/1.1" 502 150 "-" "curl/8.9"`,
      { host: 'shop.example' },
    ],
    [
      'pairs after combined',
      `${clientPrefix} "GET /a HTTP/1.1" 502 150 "-" "curl/8.9" rt=0.002 ua="${peerA}" us="502" uct="-" uht="-"`,
      { upstream: peerA, durationMs: 2 },
    ],
    [
      'values without names',
      `${clientPrefix} "GET /a HTTP/1.1" 502 150 "-" "curl/8.9" "198.51.100.4" 0.002 0.001 ${peerA} 502`,
      { upstream: peerA, durationMs: 2 },
    ],
    [
      'a status with a reason phrase',
      `${clientPrefix} "GET /a HTTP/1.1" 502 Bad Gateway 150 "-" "curl/8.9"`,
      { status: 502 },
    ],
    [
      'the upstream in the middle',
      `[${logTime}] 192.0.2.7 - - - shop.example to: ${peerA}, ${peerB}: GET /a HTTP/1.1 502 upstream_response_time 0.001, 0.001 msec 1795339384.123 request_time 0.002`,
      { at: 1_795_339_384_123, server: 'shop.example', upstream: `${peerA}, ${peerB}` },
    ],
    [
      'TCP',
      `192.0.2.7 [${logTime}] TCP 502 0 0 0.004 "${peerA}" "0" "0" "-"`,
      { upstream: peerA, finding: { symptom: 'connect-failed' } },
    ],
    [
      'values in quotes',
      `"192.0.2.7" - - [${logTime}] "shop.example" "GET /a HTTP/1.1" "502" 150`,
      { host: 'shop.example' },
    ],
    ['common', `${clientPrefix} "GET /a HTTP/1.1" 502 150`, {}],
  ])('%s', (_, line, expected) => {
    const request = parseRequest(line);
    expect(request).toMatchObject({ status: 502, client: '192.0.2.7', isSuspect: false, ...expected });
    expect(request.finding).not.toBeNull();
  });
  it('include JSON with common keys', () => {
    const flat = `{"time_iso8601":"2026-11-22T09:23:04+00:00","remote_addr":"192.0.2.7","http_host":"shop.example","request":"GET /a HTTP/1.1","status":502,"upstream_addr":"${peerA}, ${peerB}","upstream_status":"502, 502","upstream_connect_time":"-, -","request_time":0.002}`;
    expect(parseRequest(flat)).toMatchObject({
      at: Date.UTC(2026, 10, 22, 9, 23, 4),
      host: 'shop.example',
      upstream: `${peerA}, ${peerB}`,
      finding: { symptom: 'connect-failed' },
    });
    const nested =
      '{"@timestamp":"2026-11-22T09:23:04Z","http":{"request":{"method":"GET"},"response":{"status_code":504}},"url":{"original":"/a"},"source":{"ip":"192.0.2.7"}}';
    expect(parseRequest(nested)).toMatchObject({
      status: 504,
      client: '192.0.2.7',
      request: { method: 'GET', target: '/a' },
    });
  });
  it('exclude the JSON of applications and of Envoy', () => {
    for (const text of [
      '{"level":"info","method":"GET","path":"/a","status":502,"remote_addr":"192.0.2.7"}',
      '{"method":"GET","path":"/a","response_code":503,"response_flags":"UH","upstream_host":null,"bytes_sent":9}',
      '{"name":"shop"}',
    ])
      expect(nginxAccessDecoder.decode(makeRecord(text), decoderOptions)).toBeUndefined();
  });
});
it('reads JSON with the request in a nested object', () => {
  const nested = {
    requestMethod: 'GET',
    requestUrl: '/a',
    status: '504',
    remoteIp: '192.0.2.7',
    protocol: 'HTTP/2.0',
  };
  for (const key of ['request', 'httpRequest'])
    expect(
      parseRequest(JSON.stringify({ upstreamAddr: peerA, upstreamStatus: '504', [key]: nested })),
    ).toMatchObject({
      status: 504,
      client: '192.0.2.7',
      upstream: peerA,
      request: { method: 'GET', target: '/a', protocol: 'HTTP/2.0' },
    });
});
describe('key=value pairs', () => {
  it.each([
    'time=2026-11-22T09:00:00+00:00 remote_addr=192.0.2.7 request="GET /a HTTP/1.1" status=502 upstream_addr=10.0.0.5:8080 upstream_status=502 request_time=0.002',
    'ts="22/Nov/2026:09:00:00 +0000" client="192.0.2.7" method=GET uri=/a status=502 upstream_addr="10.0.0.5:8080"',
  ])('are read by their keys: %s', (line) => {
    expect(parseRequest(line)).toMatchObject({ status: 502, client: '192.0.2.7', peer: '10.0.0.5:8080' });
  });
  it.each([
    'level=error msg="502 Bad Gateway" status=502 method=GET remote_addr=192.0.2.7',
    'status=502',
    'a=1 b=2',
  ])('of other programs are rejected: %s', (line) => {
    expect(nginxAccessDecoder.decode(makeRecord(line), decoderOptions)).toBeUndefined();
  });
});
describe('a partial line', () => {
  it.each([
    [
      'without its start',
      `"GET /a HTTP/1.1" 502 157 "-" "curl/8.9" 80 0.002 [shop-web-80] [] ${peerA} 0 0.001 502 77ab`,
      { upstream: peerA },
    ],
    ['without its start and quote', 'GET /a HTTP/1.1" 502 157 "-" "curl/8.9"', { upstream: null }],
    ['without its end', `${clientPrefix} "GET /a HTTP/1.1" 502 157 "-" "cur`, { client: '192.0.2.7' }],
    ['without most of its end', `${clientPrefix} "GET /a HTTP/1.1" 502`, { client: '192.0.2.7' }],
  ])('%s is read as far as possible, and suspect', (_, line, expected) => {
    expect(nginxAccessDecoder.isRecordStart(line)).toBe(true);
    expect(parseRequest(line)).toMatchObject({
      status: 502,
      isSuspect: true,
      finding: { certainty: 'guess' },
      ...expected,
    });
  });
  it('may be quoted in an email', () => {
    expect(parseRequest(`> ${clientPrefix} "GET /a HTTP/1.1" 502 157 "-" "curl/8.9"`)).toMatchObject({
      status: 502,
      client: '192.0.2.7',
    });
  });
  it('may contain bytes of another protocol', () => {
    expect(parseRequest(`${clientPrefix} "\\x16\\x03\\x01\\x02" 400 157 "-" "-"`)).toMatchObject({
      status: 400,
      finding: null,
      request: { method: '', target: '\u0016\u0003\u0001\u0002', protocol: '' },
    });
  });
});
it.each([
  '2026/11/22 09:23:04 [error] 7#7: *1 connect() failed (111: Connection refused) while connecting to upstream',
  '[2026-11-22T09:23:04.123Z] "GET / HTTP/1.1" 503 UH 0 19 0 - "-" "curl/8.9" "-" "shop.example" "-"',
  '#0 {main}',
  '',
])('rejects: %s', (line) => {
  expect(nginxAccessDecoder.isRecordStart(line)).toBe(false);
  expect(nginxAccessDecoder.decode(makeRecord(line), decoderOptions)).toBeUndefined();
});
const makeRecord = (text) => ({
  text,
  location: { file: 'access.log', byte: 0, line: 1 },
  stampedAt: null,
  source: null,
});
function parseRequest(text, options = decoderOptions) {
  const event = nginxAccessDecoder.decode(makeRecord(text), options);
  if (event?.type !== 'request') throw new Error(`Expected a request: ${text}`);
  return event;
}
