import { findServerName } from '../fix-target.js';
import { change } from './fix-step.js';
import { proposeTimeoutS } from './usual-answers.js';
/** Changes a setting of Envoy in the resource that the reader's product has for it; false if it has none. */
export function changeEnvoySetting(facts, text, setting, sideEffect) {
  const { gateway } = facts.surroundings;
  const product = gateway === 'istio-sidecar' || gateway === 'istio-gateway' ? 'istio' : gateway;
  const { plain, ...byProduct } = envoySettings[setting];
  const template = product === 'envoy' || product === 'nginx' ? plain : byProduct[product];
  if (template === undefined) return false;
  const command = template
    .replaceAll('SERVER_NAME', findServerName(facts))
    .replaceAll('ROUTE_TIMEOUT', `${proposeTimeoutS(facts, 60)}s`);
  return change('cluster', text, command, {
    ...(sideEffect === undefined ? {} : { sideEffect }),
    undo: 'Set the former value.',
  });
}
/**
 * Envoy: route and cluster fields of its v3 API. A test finds every name in the schema of its product. Istio: VirtualService and DestinationRule. Envoy Gateway: HTTPRoute and
 * BackendTrafficPolicy. Contour: HTTPProxy.
 */
const envoySettings = {
  'route-timeout': {
    plain: 'route: {timeout: ROUTE_TIMEOUT}',
    istio: 'VirtualService http: timeout: ROUTE_TIMEOUT',
    'envoy-gateway': 'HTTPRoute rules: timeouts: {request: ROUTE_TIMEOUT}',
    contour: 'HTTPProxy routes: timeoutPolicy: {response: ROUTE_TIMEOUT}',
  },
  'stream-idle': {
    plain: 'route: {timeout: 0s, idle_timeout: 0s}',
    istio: 'VirtualService http: timeout: 0s',
    'envoy-gateway': 'HTTPRoute rules: timeouts: {request: 0s}',
    contour: 'HTTPProxy routes: timeoutPolicy: {response: infinity, idle: infinity}',
  },
  'connection-idle': {
    plain: 'common_http_protocol_options: {idle_timeout: 4s}',
    istio: 'DestinationRule trafficPolicy: connectionPool: {http: {idleTimeout: 4s}}',
    'envoy-gateway': 'BackendTrafficPolicy spec: timeout: {http: {connectionIdleTimeout: 4s}}',
    contour: 'HTTPProxy routes: timeoutPolicy: {idleConnection: 4s}',
  },
  'connect-timeout': {
    plain: 'connect_timeout: 3s',
    istio: 'DestinationRule trafficPolicy: connectionPool: {tcp: {connectTimeout: 3s}}',
    'envoy-gateway': 'BackendTrafficPolicy spec: timeout: {tcp: {connectTimeout: 3s}}',
  },
  'connection-limits': {
    plain:
      'circuit_breakers: {thresholds: [{max_connections: 2048, max_pending_requests: 2048, max_requests: 2048}]}',
    istio:
      'DestinationRule trafficPolicy: connectionPool: {tcp: {maxConnections: 2048}, http: {http1MaxPendingRequests: 2048, http2MaxRequests: 2048}}',
    'envoy-gateway':
      'BackendTrafficPolicy spec: circuitBreaker: {maxConnections: 2048, maxPendingRequests: 2048, maxParallelRequests: 2048}',
    contour: 'kubectl annotate svc -n NS SERVICE projectcontour.io/max-connections=2048',
  },
  'outlier-detection': {
    plain: 'outlier_detection: {consecutive_5xx: 5, base_ejection_time: 30s, max_ejection_percent: 50}',
    istio:
      'DestinationRule trafficPolicy: outlierDetection: {consecutive5xxErrors: 5, maxEjectionPercent: 50}',
    'envoy-gateway':
      'BackendTrafficPolicy spec: healthCheck: {passive: {consecutive5XxErrors: 5, maxEjectionPercent: 50}}',
  },
  'server-name': {
    plain: 'sni: SERVER_NAME',
    istio: 'DestinationRule trafficPolicy: tls: {mode: SIMPLE, sni: SERVER_NAME}',
    'envoy-gateway': 'BackendTLSPolicy spec: validation: {hostname: SERVER_NAME}',
    contour: 'HTTPProxy routes: services: validation: {subjectName: SERVER_NAME, caSecret: CA}',
  },
  'retry-refused': {
    plain: 'retry_policy: {retry_on: refused-stream, num_retries: 2}',
    istio: 'VirtualService http: retries: {attempts: 2, retryOn: refused-stream}',
    'envoy-gateway':
      'BackendTrafficPolicy spec: retry: {numRetries: 2, retryOn: {triggers: [refused-stream]}}',
    contour: 'HTTPProxy routes: retryPolicy: {count: 2, retryOn: [refused-stream]}',
  },
  'ipv4-only': {
    plain: 'dns_lookup_family: V4_ONLY',
    'envoy-gateway': 'BackendTrafficPolicy spec: dns: {lookupFamily: IPv4}',
    contour: 'contour.yaml cluster: {dns-lookup-family: v4}',
  },
  'both-families': {
    plain: 'dns_lookup_family: ALL',
    'envoy-gateway': 'BackendTrafficPolicy spec: dns: {lookupFamily: IPv4AndIPv6}',
    contour: 'contour.yaml cluster: {dns-lookup-family: all}',
  },
  'max-duration': {
    plain: 'route: {max_stream_duration: {max_stream_duration: 3600s}}',
    'envoy-gateway': 'BackendTrafficPolicy spec: timeout: {http: {maxStreamDuration: 1h}}',
  },
  'response-headers': { plain: 'common_http_protocol_options: {max_response_headers_kb: 96}' },
  'tls-versions': {
    plain: 'tls_params: {tls_minimum_protocol_version: TLSv1_2, tls_maximum_protocol_version: TLSv1_3}',
    'envoy-gateway': 'EnvoyProxy spec: backendTLS: {minVersion: "1.2", maxVersion: "1.3"}',
    contour:
      'contour.yaml cluster: {upstream-tls: {minimum-protocol-version: "1.2", maximum-protocol-version: "1.3"}}',
  },
  // That of Envoy Gateway has this limit by default.
  'buffer-limit': {
    plain: 'per_connection_buffer_limit_bytes: 32768',
    contour: 'contour.yaml listener: {per-connection-buffer-limit-bytes: 32768}',
  },
  'access-log': { plain: 'path: /dev/stdout', istio: 'MeshConfig accessLogFile: /dev/stdout' },
  'expected-name': {
    plain: 'match_typed_subject_alt_names: [{san_type: DNS, matcher: {exact: SERVER_NAME}}]',
    istio: 'DestinationRule trafficPolicy: tls: {mode: SIMPLE, subjectAltNames: [SERVER_NAME]}',
    'envoy-gateway': 'BackendTLSPolicy spec: validation: {hostname: SERVER_NAME}',
    contour: 'HTTPProxy routes: services: validation: {subjectName: SERVER_NAME, caSecret: CA}',
  },
  'trusted-authority': {
    plain: 'validation_context: {trusted_ca: {filename: /PATH/TO/CA.pem}}',
    istio: 'DestinationRule trafficPolicy: tls: {mode: SIMPLE, caCertificates: /PATH/TO/CA.pem}',
    'envoy-gateway':
      'BackendTLSPolicy spec: validation: {caCertificateRefs: [{group: "", kind: ConfigMap, name: CA}]}',
    contour: 'HTTPProxy routes: services: validation: {caSecret: CA, subjectName: SERVER_NAME}',
  },
};
