/**
 * Returns the nginx variable that a key of a JSON record or `key=value` pair stands for; undefined if none.
 * `knownVariables` are the variables found in the line so far.
 */
export function matchVariable(key, value, knownVariables) {
  const normalized = key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[-.]/g, '_')
    .replace(
      /^(?:\$|nginx_access_|nginx_|access_|(?:http_)?request_(?=request_|remote_|protocol$|status$))/,
      '',
    );
  if (timeKeys.has(normalized)) return detectTimeVariable(value);
  // `ua` is the upstream's address in one format and the user agent in many.
  if (normalized === 'ua')
    return knownVariables.has('http_user_agent') || /:\d|^unix:|^-?$/.test(value)
      ? 'upstream_addr'
      : 'http_user_agent';
  return variablesByKey.get(normalized);
}
/** Keys by variable; the variable's own name is first. */
const keysByVariable = {
  status: [
    'status',
    's',
    'status_code',
    'http_status',
    'http_status_code',
    'http_response_status_code',
    'response_status',
    'response_code',
    'response_status_code',
    'response',
  ],
  request: ['request', 'r', 'request_line', 'http_request', 'req'],
  request_method: ['request_method', 'm', 'method', 'http_request_method', 'http_method', 'verb'],
  request_uri: [
    'request_uri',
    'uri',
    'url',
    'path',
    'url_original',
    'url_path',
    'request_path',
    'request_url',
    'http_request_uri',
    'http_url',
    'http_request_path',
  ],
  server_protocol: [
    'server_protocol',
    'request_proto',
    'protocol',
    'http_protocol',
    'request_protocol',
    'proto',
  ],
  remote_addr: [
    'remote_addr',
    'ra',
    'remote_ip',
    'remote_address',
    'client_ip',
    'clientip',
    'client',
    'client_addr',
    'client_address',
    'source_ip',
    'source_address',
    'real_ip',
    'realip',
    'ip',
    'http_remote_addr',
    'network_client_ip',
  ],
  remote_user: ['remote_user', 'user_name', 'user'],
  http_host: ['http_host', 'request_host', 'vhost', 'domain', 'url_domain', 'authority'],
  host: ['host', 'h', 'hostname'],
  server_name: ['server_name', 'sn', 'server'],
  request_time: [
    'request_time',
    'rt',
    'request_duration',
    'duration',
    'response_time',
    'responsetime',
    'latency',
    'time_taken',
    'req_time',
  ],
  request_time_ms: ['request_time_ms', 'duration_ms', 'latency_ms', 'response_time_ms'],
  request_time_ns: ['event_duration', 'duration_ns'],
  request_length: ['request_length', 'rl', 'request_size', 'http_request_bytes'],
  body_bytes_sent: [
    'body_bytes_sent',
    'b',
    'bytes_sent',
    'bytes',
    'size',
    'body_sent_bytes',
    'body_size',
    'http_response_body_bytes',
    'http_response_bytes',
  ],
  http_referer: ['http_referer', 'referer', 'referrer', 'http_referrer', 'http_request_referrer'],
  http_user_agent: ['http_user_agent', 'user_agent', 'agent', 'useragent', 'user_agent_original'],
  http_x_forwarded_for: ['http_x_forwarded_for', 'x_forwarded_for', 'xff', 'x_forward_for', 'forwarded_for'],
  upstream_addr: [
    'upstream_addr',
    'upstream',
    'upstream_address',
    'upstream_host',
    'upstreamaddr',
    'uaddr',
    'upstream_server',
    'backend',
    'upstreamhost',
  ],
  upstream_status: ['upstream_status', 'us', 'ustatus', 'upstream_response_status', 'upstream_status_code'],
  upstream_connect_time: ['upstream_connect_time', 'uct', 'upstream_connect', 'uctime'],
  upstream_header_time: ['upstream_header_time', 'uht', 'upstream_header'],
  upstream_response_time: [
    'upstream_response_time',
    'urt',
    'upstream_time',
    'upstreamtime',
    'upstream_response',
    'upstream_duration',
    'urtime',
  ],
  upstream_response_length: ['upstream_response_length', 'ul', 'upstream_length'],
  upstream_bytes_sent: ['upstream_bytes_sent', 'ubs'],
  upstream_bytes_received: ['upstream_bytes_received', 'ubr'],
  upstream_cache_status: ['upstream_cache_status', 'ucs', 'cache_status', 'cache'],
  proxy_host: ['proxy_host', 'un'],
  proxy_upstream_name: ['proxy_upstream_name', 'upstream_name', 'ingress_upstream'],
  request_id: [
    'request_id',
    'rid',
    'req_id',
    'x_request_id',
    'http_x_request_id',
    'http_request_id',
    'kong_request_id',
    'apisix_request_id',
    'requestid',
  ],
  connection: ['connection', 'c', 'connection_id'],
  connection_requests: ['connection_requests', 'cr'],
  pid: ['pid', 'p'],
  limit_req_status: ['limit_req_status'],
  limit_conn_status: ['limit_conn_status'],
};
const variablesByKey = new Map(
  Object.entries(keysByVariable).flatMap(([variable, keys]) => keys.map((key) => [key, variable])),
);
const timeKeys = new Set([
  't',
  'ts',
  'time',
  'timestamp',
  '@timestamp',
  'time_local',
  'time_iso8601',
  'time_iso',
  'msec',
  'date',
  'datetime',
  'local_time',
  'access_time',
  'request_start',
]);
/** The format of the value decides, as the key does not show it. */
function detectTimeVariable(value) {
  if (/^\d{9,16}(?:\.\d{1,9})?$/.test(value)) return 'msec';
  if (/^\d{4}-\d\d-\d\d[T ]/.test(value)) return 'time_iso8601';
  return /^\d\d\/[A-Z][a-z]{2}\/\d{4}:/.test(value) ? 'time_local' : undefined;
}
