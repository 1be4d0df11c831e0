import { describe, expect, it } from 'vitest';
import { detectAccessFields } from '../../src/parse/access-fields.js';
import { compileNginxFormat } from '../../src/parse/format/nginx-format.js';
import { suggestFormat } from '../../src/parse/format-advice.js';
import { compileKnownEnvoyFormats, compileKnownNginxFormats } from '../../src/parse/known-formats.js';
import { createLocalTimeParser } from '../../src/parse/local-time.js';
import { makeAccessRecord } from '../support/log-lines.js';

const decoderOptions = {
  toEpochMs: createLocalTimeParser('UTC'),
  nginxFormats: compileKnownNginxFormats(),
  envoyFormats: compileKnownEnvoyFormats(),
};
const combined = '192.0.2.7 - - [22/Nov/2026:09:00:00 +0000] "GET /cart HTTP/1.1" 502 157 "-" "curl/8.5.0"';
const upstreaminfo = `${combined} 300 0.012 [shop-cart-80] [] 10.0.0.7:8080 157 0.012 502 ${'a'.repeat(32)}`;
const envoy =
  '[2026-11-22T09:00:00.000Z] "GET /cart HTTP/1.1" 503 UF 0 167 4 - "-" "curl/8.5.0" "7c0f5d1e-2f0a-4a57-9a5e-1f2f7b0b3f11" "shop.example" "10.0.0.7:8080"';
const istio =
  '[2026-11-22T09:00:00.000Z] "GET /cart HTTP/1.1" 503 UF upstream_reset_before_response_started{remote_connection_failure} - "-" 0 167 4 - "-" "curl/8.5.0" "7c0f5d1e-2f0a-4a57-9a5e-1f2f7b0b3f11" "shop.example" "10.0.0.7:8080" outbound|80||cart.shop.svc.cluster.local - 10.96.0.9:80 10.0.0.1:5000 - default';
const contour =
  '{"@timestamp":"2026-11-22T09:00:00.000Z","authority":"shop.example","bytes_received":0,"bytes_sent":167,"downstream_remote_address":"192.0.2.7:5000","duration":4,"method":"GET","path":"/cart","protocol":"HTTP/1.1","request_id":"7c0f5d1e","response_code":503,"response_flags":"UF","upstream_cluster":null,"upstream_host":"10.0.0.7:8080"}';
const keyedFormat =
  '{"time":"2026-11-22T09:00:00+00:00","remote_addr":"192.0.2.7","request":"GET /cart HTTP/1.1","status":"502","request_time":"0.001","upstream_addr":"10.0.0.7:8080","upstream_status":"502"}';
const adviseFormat = (line) => {
  const gateway = line.startsWith('[') || line === contour ? 'envoy-access' : 'nginx-access';
  const fields = detectAccessFields(line, gateway, decoderOptions);
  return fields && suggestFormat(gateway === 'nginx-access' ? 'nginx' : 'envoy', fields);
};
describe('missing fields of a format', () => {
  it.each([
    [
      'combined: almost all',
      combined,
      [
        'retries, and which server failed ($upstream_addr, $upstream_status)',
        'who made a 502 ($upstream_header_time)',
        'whether a connection was made ($upstream_connect_time)',
        'whose timeout expired ($upstream_response_time, $request_time)',
        'whether the upstream answered at all ($upstream_bytes_received)',
        'which error log record belongs to the request ($connection)',
        'the name of the upstream ($proxy_host)',
      ],
    ],
    [
      'ingress-nginx: the phases of an attempt',
      upstreaminfo,
      [
        'who made a 502 ($upstream_header_time)',
        'whether a connection was made ($upstream_connect_time)',
        'whether the upstream answered at all ($upstream_bytes_received)',
        'which error log record belongs to the request ($connection)',
      ],
    ],
    [
      'custom JSON, by its keys',
      keyedFormat,
      [
        'who made a 502 ($upstream_header_time)',
        'whether a connection was made ($upstream_connect_time)',
        'whose timeout expired ($upstream_response_time)',
        'whether the upstream answered at all ($upstream_bytes_received)',
        'which error log record belongs to the request ($connection)',
        'the name of the upstream ($proxy_host)',
      ],
    ],
    ['the recommended format: none', makeAccessRecord(0, 200, []).text, undefined],
    [
      'Envoy’s default: the reason',
      envoy,
      [
        'the exact reason (%RESPONSE_CODE_DETAILS%)',
        'why a connection or TLS failed (%UPSTREAM_TRANSPORT_FAILURE_REASON%)',
        'the cluster of a request that reached no host (%UPSTREAM_CLUSTER%)',
        'retries (%UPSTREAM_REQUEST_ATTEMPT_COUNT%)',
        'gRPC failures with HTTP status 200 (%GRPC_STATUS%)',
      ],
    ],
    [
      'Istio: retries',
      istio,
      ['retries (%UPSTREAM_REQUEST_ATTEMPT_COUNT%)', 'gRPC failures with HTTP status 200 (%GRPC_STATUS%)'],
    ],
    [
      'Contour’s JSON: the reason',
      contour,
      [
        'the exact reason (%RESPONSE_CODE_DETAILS%)',
        'why a connection or TLS failed (%UPSTREAM_TRANSPORT_FAILURE_REASON%)',
        'retries (%UPSTREAM_REQUEST_ATTEMPT_COUNT%)',
        'gRPC failures with HTTP status 200 (%GRPC_STATUS%)',
      ],
    ],
  ])('%s', (_, line, missing) => {
    expect(adviseFormat(line)?.missing).toEqual(missing);
  });
  it('are not listed for a line that is not from an access log', () => {
    expect(adviseFormat('Lorem ipsum')).toBeUndefined();
    expect(detectAccessFields(combined, 'nginx-error', decoderOptions)).toBeUndefined();
  });
});
describe('the suggested snippet', () => {
  it('completes an nginx format', () => {
    const { snippet = '' } = adviseFormat(combined) ?? {};
    expect(snippet).toMatch(/^log_format bg escape=json '\{.*\}';$/);
    const format = compileNginxFormat(snippet);
    expect(suggestFormat('nginx', { format: 'bg', isJson: true, names: format.fields })).toBeUndefined();
  });
  it('turns Envoy’s default format into a known and complete one', () => {
    const { snippet = '', instruction } = adviseFormat(envoy) ?? {};
    expect(instruction).toBe('to the end of the format');
    const filled = snippet
      .replace('%RESPONSE_CODE_DETAILS%', 'upstream_reset_before_response_started{connection_termination}')
      .replace('%UPSTREAM_TRANSPORT_FAILURE_REASON%', '-')
      .replace('%UPSTREAM_CLUSTER%', 'cart')
      .replace('%UPSTREAM_REQUEST_ATTEMPT_COUNT%', '1')
      .replace('%GRPC_STATUS%', '-');
    expect(adviseFormat(`${envoy} ${filled}`)).toBeUndefined();
  });
  it('contains only missing fields, as keys if the format has keys', () => {
    expect(adviseFormat(istio)?.snippet).toBe('%UPSTREAM_REQUEST_ATTEMPT_COUNT% %GRPC_STATUS%');
    expect(adviseFormat(istio)?.instruction).toContain('ENVOY_LOG_FORMAT');
    expect(adviseFormat(contour)?.snippet).toContain('"response_code_details":"%RESPONSE_CODE_DETAILS%",');
  });
});
