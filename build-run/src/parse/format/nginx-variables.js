/** Variables with one value per upstream attempt, joined by `, ` and ` : `. */
export const upstreamListVariables = new Set([
  'upstream_addr',
  'upstream_status',
  'upstream_connect_time',
  'upstream_header_time',
  'upstream_response_time',
  'upstream_first_byte_time',
  'upstream_session_time',
  'upstream_queue_time',
  'upstream_response_length',
  'upstream_bytes_sent',
  'upstream_bytes_received',
]);
const numberVariables = new Set([
  'body_bytes_sent',
  'bytes_sent',
  'bytes_received',
  'request_length',
  'request_time',
  'session_time',
  'msec',
  'pid',
  'connection',
  'connection_requests',
  'connection_time',
  'gzip_ratio',
  'remote_port',
  'server_port',
  'kong_upstream_latency',
]);
const tokenVariables = new Set([
  'remote_addr',
  'realip_remote_addr',
  'the_real_ip',
  'server_addr',
  'host',
  'server_name',
  'scheme',
  'request_method',
  'request_id',
  'req_id',
  'time_iso8601',
  'upstream_cache_status',
  'proxy_host',
]);
/** Describes the values of a variable. Unknown variables are free text. */
export function describeNginxVariable(name) {
  return { name, shape: findShape(name), isClientControlled: false };
}
function findShape(name) {
  if (name === 'status') return 'status';
  if (name === 'time_local') return 'time';
  if (upstreamListVariables.has(name)) return name === 'upstream_addr' ? 'peers' : 'numbers';
  if (numberVariables.has(name)) return 'number';
  return tokenVariables.has(name) ? 'token' : 'free';
}
/** Names adjacent variables that form a known value together, such as `$uri$is_args$args`; null for others. */
export function mergeAdjacentVariables(adjacent) {
  const names = adjacent.map(({ name }) => name).join('+');
  const name = mergedNames[names];
  return name === undefined ? null : { name, shape: 'free', isClientControlled: false };
}
const mergedNames = {
  'uri+is_args+args': 'request_uri',
  'document_uri+is_args+args': 'request_uri',
};
