/** An access line of Envoy or Istio. */
export function formatEnvoyLine(exchange, format) {
  switch (format) {
    case 'envoy':
      return `${formatHead(exchange)} ${formatBody(exchange)}`;
    case 'istio': {
      const { envoy } = exchange;
      return `${formatHead(exchange)} ${envoy?.details} - "${envoy?.reason}" ${formatBody(exchange)} ${formatMesh(exchange)}`;
    }
    case 'istio-json':
      return JSON.stringify(toIstioFields(exchange));
    case 'envoy-json':
      return JSON.stringify(toEnvoyGatewayFields(exchange));
    default:
      throw new Error(`${format} is no format of Envoy`);
  }
}
const formatTime = (atMs) => new Date(atMs).toISOString();
const findPeer = ({ tries }) => tries[0]?.peer ?? null;
const hasAnswer = ({ tries }) => tries[0]?.headerMs != null;
const formatId = ({ id }) => `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`;
const formatHead = ({ startMs, method, target, status, envoy }) =>
  `[${formatTime(startMs)}] "${method} ${target} HTTP/1.1" ${status} ${envoy?.flags}`;
function formatBody(exchange) {
  const { startMs, endMs, bytes, client, hostHeader } = exchange;
  const tookMs = endMs - startMs;
  const serviceTime = hasAnswer(exchange) ? String(tookMs) : '-';
  return `0 ${bytes} ${tookMs} ${serviceTime} "${client}" "sample/1.0" "${formatId(exchange)}" "${hostHeader}" "${findPeer(exchange) ?? '-'}"`;
}
const formatMesh = (exchange) =>
  `${formatCluster(exchange)} - 10.96.14.3:8080 ${exchange.client}:51234 - default`;
/** The service's name is the cluster, as Istio names it. */
const formatCluster = ({ service }) => service?.name ?? '-';
function toIstioFields(exchange) {
  const { startMs, endMs, method, target, status, envoy, bytes, client, hostHeader } = exchange;
  return {
    authority: hostHeader,
    bytes_received: 0,
    bytes_sent: bytes,
    connection_termination_details: null,
    downstream_local_address: '10.96.14.3:8080',
    downstream_remote_address: `${client}:51234`,
    duration: endMs - startMs,
    method,
    path: target,
    protocol: 'HTTP/1.1',
    request_id: formatId(exchange),
    requested_server_name: null,
    response_code: status,
    response_code_details: envoy?.details,
    response_flags: envoy?.flags,
    route_name: 'default',
    start_time: formatTime(startMs),
    upstream_cluster: formatCluster(exchange),
    upstream_host: findPeer(exchange),
    upstream_local_address: null,
    upstream_service_time: hasAnswer(exchange) ? String(endMs - startMs) : null,
    upstream_transport_failure_reason: envoy?.reason === '-' ? null : envoy?.reason,
    user_agent: 'sample/1.0',
    x_forwarded_for: client,
  };
}
function toEnvoyGatewayFields(exchange) {
  const { startMs, endMs, method, target, status, envoy, bytes, client, hostHeader } = exchange;
  return {
    start_time: formatTime(startMs),
    method,
    'x-envoy-origin-path': target,
    protocol: 'HTTP/1.1',
    response_code: status,
    response_flags: envoy?.flags,
    response_code_details: envoy?.details,
    connection_termination_details: null,
    upstream_transport_failure_reason: envoy?.reason === '-' ? null : envoy?.reason,
    bytes_received: 0,
    bytes_sent: bytes,
    duration: endMs - startMs,
    'x-envoy-upstream-service-time': hasAnswer(exchange) ? String(endMs - startMs) : null,
    'x-forwarded-for': client,
    'user-agent': 'sample/1.0',
    'x-request-id': formatId(exchange),
    ':authority': hostHeader,
    upstream_host: findPeer(exchange),
    upstream_cluster: formatCluster(exchange),
    upstream_local_address: null,
    downstream_local_address: '10.96.14.3:8080',
    downstream_remote_address: `${client}:51234`,
    requested_server_name: null,
    route_name: 'default',
  };
}
