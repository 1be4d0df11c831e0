import { describe, expect, it } from 'vitest';
import { findCause } from '../../src/diagnose/causes/index.js';
import { shortenClusterName } from '../../src/parse/envoy-access/cluster-name.js';
import { envoyAccessDecoder } from '../../src/parse/envoy-access/decoder.js';
import { compileEnvoyFormat } from '../../src/parse/format/envoy-format.js';
import { compileKnownEnvoyFormats } from '../../src/parse/known-formats.js';

describe("Istio's text format", () => {
  const request = parseRequest(
    '[2026-07-22T10:15:30.123Z] "GET /api?full=1 HTTP/1.1" 503 URX,UF upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "delayed_connect_error:_Connection_refused" 0 190 38 - "203.0.113.9, 10.0.0.1" "curl/8.5.0" "7c0f5d1e" "orders:8080" "10.244.1.17:8080" outbound|8080|v1|orders.shop.svc.cluster.local - 10.96.14.3:8080 10.244.2.9:51234 - default',
  );
  it('has client, request and upstream', () => {
    expect(request).toMatchObject({
      client: '203.0.113.9',
      host: 'orders:8080',
      request: { method: 'GET', target: '/api?full=1', protocol: 'HTTP/1.1' },
      upstream: '10.244.1.17:8080',
      peer: '10.244.1.17:8080',
      upstreamName: 'outbound|8080|v1|orders.shop.svc.cluster.local',
      requestId: '7c0f5d1e',
      upstreamAttempts: [{ peer: '10.244.1.17:8080', status: null }],
    });
  });
  it('has the finding, and the time when the request ended', () => {
    expect(request).toMatchObject({
      at: Date.UTC(2026, 6, 22, 10, 15, 30, 161),
      status: 503,
      durationMs: 38,
      outcome: 'client-visible',
      madeBy: 'gateway',
      isSuspect: false,
      finding: {
        symptom: 'ECONNREFUSED',
        phase: 'connecting',
        socket: 'tcp',
        certainty: 'certain',
        missingFields: [],
      },
    });
  });
});
describe('formats of other releases and products', () => {
  const body = '0 91 12 - "-" "curl/8.5.0" "7c0f" "shop.example" "10.0.0.5:8080"';
  const mesh = 'outbound|80||a.b - 10.96.1.3:80 10.0.0.9:5 -';
  const tls = 'TLS error: 268435703:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER';
  it.each([
    ["Envoy's default", `503 UC ${body}`, 'premature-close'],
    [
      "Envoy's default with the recommended fields",
      `503 UF ${body} - "delayed_connect_error:_113" orders 2 -`,
      'host-unreachable',
    ],
    ['Istio 1.8', `503 UF,URX "${tls}" ${body} ${mesh} -`, 'protocol-mismatch'],
    ['Istio 1.5', `503 UF,URX "-" "${tls}" ${body} ${mesh} -`, 'protocol-mismatch'],
    ['Istio 1.3', `503 UF "-" "${tls}" ${body} ${mesh}`, 'protocol-mismatch'],
    ['Istio 1.1', `503 UH "-" ${body} ${mesh}`, 'no-live-upstreams'],
    [
      'Istio with an extra field at the end',
      `503 UH no_healthy_upstream - "-" ${body} ${mesh} - "trace"`,
      'no-live-upstreams',
    ],
  ])('%s', (_, line, cause) => {
    const request = parseRequest(`[2026-07-22T10:15:30.123Z] "GET / HTTP/1.1" ${line}`);
    expect(request).toMatchObject({ upstream: '10.0.0.5:8080', host: 'shop.example', isSuspect: false });
    expect(readCause(request)).toBe(cause);
  });
  it('prefers a configured format', () => {
    const format = compileEnvoyFormat('%RESPONSE_CODE% %RESPONSE_FLAGS% %UPSTREAM_CLUSTER% "%REQ(:PATH)%"');
    const request = parseRequest('504 UT orders "/slow"', {
      ...decoderOptions,
      envoyFormats: [format, ...compileKnownEnvoyFormats()],
    });
    expect(request).toMatchObject({ status: 504, upstreamName: 'orders', request: { target: '/slow' } });
    expect(readCause(request)).toBe('read-timeout');
  });
});
it('has no client if Envoy knew none, as with a socket or a tunnel', () => {
  const line =
    '[2026-08-01T10:00:00.000Z] "GET /api HTTP/1.1" 503 UH no_healthy_upstream - "-" 0 19 0 - "" "curl/8.7.1" "id" "api:80" "-" outbound|80||api.shop.svc.cluster.local - 10.0.0.72:80 :0 - default';
  expect(parseRequest(line)).toMatchObject({ client: null, host: 'api:80' });
});
describe('a JSON record', () => {
  it.each([
    ['numbers', { response_code: 503, duration: 7, response_code_details: null }],
    ['texts', { response_code: '503', duration: '7', response_code_details: '-' }],
    ['empty texts for unset values', { response_code: 503, duration: '7', response_code_details: '' }],
  ])('may contain %s', (_, values) => {
    const line = JSON.stringify({ response_flags: 'UO', ...values, upstream_host: null });
    expect(parseRequest(line)).toMatchObject({ status: 503, durationMs: 7, upstream: null });
    expect(readCause(parseRequest(line))).toBe('circuit-open');
  });
  it("may use Envoy Gateway's keys", () => {
    const line =
      '{":authority":"shop.example","method":"GET","protocol":"HTTP/2","response_code":504,"response_code_details":"response_timeout","response_flags":"UT","x-envoy-origin-path":"/slow","upstream_host":"[2001:db8::5]:8080","downstream_remote_address":"[2001:db8::9]:51234"}';
    expect(parseRequest(line)).toMatchObject({
      host: 'shop.example',
      client: '2001:db8::9',
      request: { target: '/slow' },
      upstream: '[2001:db8::5]:8080',
    });
  });
  it('may span several lines, be wrapped within a word, or be truncated', () => {
    const record = { response_code: 503, response_flags: 'UH', response_code_details: 'no_healthy_upstream' };
    const line = JSON.stringify(record);
    const forms = [
      JSON.stringify(record, null, 2),
      `${line.slice(0, 12)}\n${line.slice(12)}`,
      line.slice(0, -3),
    ];
    expect(forms.map((form) => readCause(parseRequest(form)))).toEqual(forms.map(() => 'no-live-upstreams'));
  });
  it('is recognised by values that only Envoy writes, if its keys are short', () => {
    const line = JSON.stringify({
      proto: 'HTTP/2',
      rc: 503,
      rf: 'UF',
      rcd: 'upstream_reset_before_response_started{remote_connection_failure|immediate_connect_error:_Network_is_unreachable|remote_address:[2001:db8::5]:8080}',
    });
    const request = parseRequest(line);
    expect(request).toMatchObject({ status: 503, upstream: '[2001:db8::5]:8080' });
    expect(readCause(request)).toBe('network-unreachable');
  });
  it('may put a value that holds double quotes in single ones', () => {
    const line = `{"response_code":503,"response_flags":"UF","upstream_transport_failure_reason":'TLS_error:|268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:verify cert failed: "shop", it's not trusted',"upstream_cluster":"cart"}`;
    const request = parseRequest(line);
    expect(readCause(request)).toBe('tls-verify');
    expect(request).toMatchObject({ upstreamName: 'cart' });
  });
  it.each([
    '{"level":"error","msg":"502","status":502}',
    '{"level":"error","code":503,"details":"upstream down","flags":"NONE"}',
    '{"level":"error","code":503,"details":"via_upstream"}',
  ])('of another program is rejected: %s', (line) => {
    expect(envoyAccessDecoder.decode(makeRecord(line), decoderOptions)).toBeUndefined();
  });
});
describe('the classification', () => {
  it.each([
    ['the upstream itself answered', '503 - via_upstream', 'upstream-503', 'client-visible'],
    ['all retries failed, the upstream answered', '504 URX via_upstream', 'upstream-504', 'client-visible'],
    [
      'the reason takes precedence over its consequence',
      '503 UH no_healthy_upstream - "delayed_connect_error:_111"',
      'connection-refused',
      'client-visible',
    ],
    [
      'the response had started',
      '200 UR upstream_reset_after_response_started{remote_reset}',
      'stream-reset',
      'truncated',
    ],
    ['the response had started, in an old release', '200 UC via_upstream', 'premature-close', 'truncated'],
    [
      'a modifier beside the flag',
      '503 DI,UH,URX no_healthy_upstream',
      'no-live-upstreams',
      'client-visible',
    ],
    [
      'retries stopped by the circuit breaker',
      '503 UF,UO upstream_reset_before_response_started{connection_timeout}',
      'connect-timeout',
      'client-visible',
    ],
    ['a custom filter', '500 - my_filter_is_broken', 'gateway-filter', 'client-visible'],
    ['a TCP connection', '0 UF,URX -', 'connect-failed', 'client-visible'],
  ])('%s: %s', (_, text, cause, outcome) => {
    const reason = text.includes('"') ? '' : ' - "-"';
    const request = parseRequest(
      `[2026-07-22T10:15:30.123Z] "GET / HTTP/1.1" ${text}${reason} 0 19 38 - "-" "c"`,
    );
    expect(readCause(request)).toBe(cause);
    expect(request.outcome).toBe(outcome);
    expect(request.madeBy).toBe(cause.startsWith('upstream') ? 'upstream' : 'gateway');
  });
  it.each([
    '404 NR route_not_found',
    '0 NR filter_chain_not_found',
    '0 DC downstream_remote_disconnect',
    '0 DC,UC -',
    '0 DR http2.remote_reset',
    '400 DPE http1.codec_error',
    '429 RL request_rate_limited',
    '403 UAEX ext_authz_denied',
    '403 - rbac_access_denied_matched_policy[none]',
    '503 - direct_response',
    '500 - via_upstream',
    '200 - via_upstream',
    '0 - -',
  ])('finds no gateway failure: %s', (text) => {
    const line = `[2026-07-22T10:15:30.123Z] "GET / HTTP/1.1" ${text} - "-" 0 0 12 - "-" "curl/8.5.0" "7c0f"`;
    expect(parseRequest(line).finding).toBeNull();
  });
  it.each([
    ['200', 'UH', 'Unavailable', 'no-live-upstreams'],
    ['200', 'URX', 'Unavailable', 'upstream-503'],
    ['200', '-', 'UNAVAILABLE', 'upstream-503'],
    ['200', '-', 'OK', null],
    ['200', '-', 'NotFound', null],
  ])('handles gRPC with %s %s %s', (code, flags, status, cause) => {
    const line = JSON.stringify({
      response_code: code,
      response_flags: flags,
      response_code_details: flags === 'UH' ? 'no_healthy_upstream' : 'via_upstream',
      grpc_status: status,
    });
    expect(readCause(parseRequest(line))).toBe(cause);
  });
});
describe('a record without details', () => {
  it.each([
    ['a connection that took as long as a timeout', 'UF', 91, 5_003, 'connect-timeout', 'likely'],
    ['a connection that failed immediately', 'UF', 91, 3, 'connect-failed', 'likely'],
    ['three attempts of ten seconds', 'URX,UF', 91, 30_066, 'connect-timeout', 'likely'],
    ['an answer as long as that of a refused connection', 'UF', 167, 3, 'connection-refused', 'guess'],
    ['a local reset after ten seconds', 'LR', 84, 10_001, 'connect-timeout', 'guess'],
    ['a bad response', 'UPE', 87, 12, 'malformed-response', 'likely'],
  ])('%s', (_, flags, bytes, duration, cause, certainty) => {
    const line = `[2026-07-22T10:15:30.123Z] "GET / HTTP/1.1" 503 ${flags} 0 ${bytes} ${duration} - "-" "c" "i" "a" "10.0.0.5:80"`;
    expect(readCause(parseRequest(line))).toBe(cause);
    expect(parseRequest(line).finding).toMatchObject({
      certainty,
      missingFields: ['%RESPONSE_CODE_DETAILS%', '%UPSTREAM_TRANSPORT_FAILURE_REASON%'],
    });
  });
  it('shows by the service time that the upstream answered', () => {
    const line = '[2026-07-22T10:15:30.123Z] "GET / HTTP/1.1" 503 - 0 11 3 2 "-" "c" "i" "a" "10.0.0.5:80"';
    expect(parseRequest(line)).toMatchObject({ madeBy: 'upstream', finding: { symptom: 'answered-503' } });
  });
  it('names the missing fields if nothing shows the reason', () => {
    const line = '[2026-07-22T10:15:30.123Z] "GET / HTTP/1.1" 503 - 0 11 3 - "-" "c" "i" "a" "10.0.0.5:80"';
    const { finding, madeBy } = parseRequest(line);
    expect(madeBy).toBe('undecided');
    expect(finding).toMatchObject({
      symptom: 'unexplained',
      missingFields: ['%RESPONSE_CODE_DETAILS%', '%UPSTREAM_TRANSPORT_FAILURE_REASON%'],
    });
  });
  it('is classified by the length of the answer if flags are missing too', () => {
    const line = (bytes) => JSON.stringify({ response_code: 503, upstream_host: 'a:80', bytes_sent: bytes });
    expect([19, 95, 81, 24, 1234].map((bytes) => readCause(parseRequest(line(bytes))))).toEqual([
      'no-live-upstreams',
      'premature-close',
      'circuit-open',
      'read-timeout',
      'unknown',
    ]);
  });
});
describe('a partial line', () => {
  it.each([
    ['three words', '503 UR upstream_reset_before_response_started{remote_reset}', 'stream-reset'],
    [
      'no start',
      '/cart HTTP/1.1" 503 UC 0 95 1 - "-" "curl/8.5.0" "7c0f" "shop.example" "10.0.0.5:8080"',
      'premature-close',
    ],
    [
      'no end',
      '[2026-07-22T10:15:30.123Z] "GET / HTTP/1.1" 503 NC cluster_not_found - "-" 0 0 0 - "-" "Mozi',
      'no-route',
    ],
    [
      'blanks in the details',
      '[2026-07-22T10:15:30.123Z] "GET / HTTP/1.1" 503 UF upstream_reset_before_response_started{connection failure,delayed connect error: 111} - "-" 0 145 1 - "-"',
      'connection-refused',
    ],
    [
      'wrapped between words',
      '[2026-07-22T10:15:30.123Z] "GET /a b HTTP/1.1"\n504 UT response_timeout - "-" 0 24\n15001 - "-" "curl/8.5.0"',
      'read-timeout',
    ],
    [
      'wrapped within a word',
      '[2026-07-22T10:15:30.123Z] "GET / HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_ter\nmination} - "-" 0 95 1 - "-" "c" "i" "a" "10.0.0.5:80"',
      'premature-close',
    ],
    [
      'typographic quotes',
      '[2026-07-22T10:15:30.123Z] “GET / HTTP/1.1” 503 UH 0 19 0 - “-” “curl/8.5.0”',
      'no-live-upstreams',
    ],
    [
      'one field per line',
      'method | POST\nresponse_code | 200\nresponse_flags | UH\nupstream_host | -',
      'no-live-upstreams',
    ],
    [
      'pairs on one line',
      'method=GET path=/a response_code=200 response_flags=UT response_code_details=upstream_response_timeout upstream_host=10.0.0.5:80',
      'read-timeout',
    ],
    [
      'pairs after a time',
      '[2026-07-22T10:15:30.123Z] method=GET response_code=503 response_flags=UF upstream_transport_failure_reason="delayed connect error: 111"',
      'connection-refused',
    ],
    [
      'the end of a set of labels',
      'response_code="502", response_code_details="upstream_reset_before_response_started{protocol_error}", response_flags="UPE"}',
      'malformed-response',
    ],
    [
      "the body of Envoy's own answer",
      'upstream connect error or disconnect/reset before headers. reset reason: connection failure, transport failure reason: delayed connect error: 111',
      'connection-refused',
    ],
    [
      "the body of Envoy's own answer after a retry",
      'upstream connect error or disconnect/reset before headers. retried and the latest reset reason: overflow',
      'circuit-open',
    ],
  ])('%s', (_, text, cause) => {
    expect(readCause(parseRequest(text))).toBe(cause);
  });
  it('is never certain', () => {
    expect(
      parseRequest('503 UC upstream_reset_before_response_started{connection_termination}'),
    ).toMatchObject({
      status: 503,
      upstream: null,
      finding: { certainty: 'likely' },
    });
  });
  it.each([
    '203.0.113.9 - - [22/Jul/2026:10:15:30 +0000] "GET / HTTP/1.1" 502 157 "-" "curl/8.5.0"',
    '"GET / HTTP/1.1" 502 157 "-" "curl/8.5.0"',
    '"GET / HTTP/1.1" 304 - "-" "curl/8.5.0"',
    '2026/07/22 10:15:30 [error] 31#31: *88 upstream timed out (110: Connection timed out)',
    'dial tcp 10.0.0.5:80: connect: connection refused',
    '',
  ])('of another log is rejected: %s', (text) => {
    expect(envoyAccessDecoder.decode(makeRecord(text), decoderOptions)).toBeUndefined();
  });
});
it('recognises the start and end of a record', () => {
  const start = '[2026-07-22T10:15:30.123Z] "GET / HTTP/1.1" 503 UH 0 19 0 -';
  expect(
    [start, '{', '{"response_code":503}', 'DC 0', '{"level":"info"}'].map(envoyAccessDecoder.isRecordStart),
  ).toEqual([true, true, true, false, false]);
  expect(envoyAccessDecoder.isRecordComplete(start)).toBe(false);
  expect(envoyAccessDecoder.isRecordComplete(`${start} "-" "curl/8.5.0" "7c0f" "shop.example" "-"`)).toBe(
    true,
  );
  expect(envoyAccessDecoder.isRecordComplete('{\n  "response_code": 503,')).toBe(false);
});
it.each([
  ['outbound|8080|v1|orders.shop.svc.cluster.local', 'orders.shop:8080'],
  ['outbound|443||api.example.com', 'api.example.com:443'],
  ['inbound|8080||', 'inbound:8080'],
  ['PassthroughCluster', 'PassthroughCluster'],
  ['httproute/app/shop/rule/0', 'httproute/app/shop/rule/0'],
])('shortens the cluster name %s to %s', (cluster, name) => {
  expect(shortenClusterName(cluster)).toBe(name);
});
const decoderOptions = {
  toEpochMs: () => 0,
  nginxFormats: [],
  envoyFormats: compileKnownEnvoyFormats(),
};
function parseRequest(text, options = decoderOptions) {
  const event = envoyAccessDecoder.decode(makeRecord(text), options);
  if (event?.type !== 'request') throw new Error(`Expected a request: ${text}`);
  return event;
}
const readCause = ({ finding }) => finding && findCause(finding).id;
function makeRecord(text) {
  return { text, location: { file: 'envoy.log', byte: 0, line: 1 }, stampedAt: null, source: null };
}
