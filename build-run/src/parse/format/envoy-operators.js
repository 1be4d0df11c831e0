/** Describes the values of an operator. Their name is in short form, in upper case and without length. */
export function describeEnvoyOperator({ name, argument }) {
  const shortName = shortNames[name] ?? name;
  const isHeader = headerOperators.has(shortName);
  const canonicalName =
    isHeader && argument !== null
      ? `${shortName}(${argument.toUpperCase()})`
      : formatOperatorName(shortName, argument);
  return {
    name: canonicalName,
    shape: findShape(shortName, canonicalName),
    isClientControlled: clientControlledNames.has(shortName),
  };
}
/** Older, shorter names of operators, so a value has the same name in every format. */
const shortNames = {
  REQUEST_HEADER: 'REQ',
  RESPONSE_HEADER: 'RESP',
  RESPONSE_TRAILER: 'TRAILER',
  EMIT_TIME_LOCAL: 'EMIT_TIME',
  START_TIME_LOCAL: 'START_TIME',
  UPSTREAM_CLUSTER_RAW: 'UPSTREAM_CLUSTER',
};
const headerOperators = new Set(['REQ', 'RESP', 'TRAILER', 'REQ_WITHOUT_QUERY', 'STREAM_INFO_REQ']);
/** Values that clients or upstreams choose freely. They may contain the text that delimits them. */
const clientControlledNames = new Set([
  ...headerOperators,
  'PATH',
  'QUERY_PARAM',
  'QUERY_PARAMS',
  'LOCAL_REPLY_BODY',
]);
/** Operators whose argument only affects the formatting. */
const formatArgumentNames = new Set(['START_TIME', 'EMIT_TIME', 'RESPONSE_CODE_DETAILS', 'GRPC_STATUS']);
const formatOperatorName = (shortName, argument) =>
  argument === null || formatArgumentNames.has(shortName) ? shortName : `${shortName}(${argument})`;
const shapesByOperator = {
  RESPONSE_CODE: 'number',
  RESPONSE_FLAGS: 'flags',
  RESPONSE_FLAGS_LONG: 'flags',
  PROTOCOL: 'protocol',
  UPSTREAM_PROTOCOL: 'protocol',
  CONNECTION_ID: 'number',
  UPSTREAM_CONNECTION_ID: 'number',
  UPSTREAM_REQUEST_ATTEMPT_COUNT: 'number',
  GRPC_STATUS_NUMBER: 'number',
  UPSTREAM_HOST: 'authority',
  UPSTREAM_CLUSTER: 'path',
  ROUTE_NAME: 'path',
  VIRTUAL_CLUSTER_NAME: 'path',
  RESPONSE_CODE_DETAILS: 'path',
  UPSTREAM_TRANSPORT_FAILURE_REASON: 'path',
  DOWNSTREAM_TRANSPORT_FAILURE_REASON: 'path',
  REQUESTED_SERVER_NAME: 'authority',
  KUMA_MESH: 'token',
  KUMA_SOURCE_SERVICE: 'path',
  'REQ(:METHOD)': 'token',
  'REQ(:AUTHORITY)': 'authority',
  'RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)': 'number',
};
function findShape(shortName, canonicalName) {
  const known = shapesByOperator[canonicalName] ?? shapesByOperator[shortName];
  if (known !== undefined) return known;
  if (/BYTES_|_RETRANSMITTED$|DURATION$/.test(shortName)) return 'number';
  if (/_ADDRESS$|_WITHOUT_PORT$|_PORT$/.test(shortName)) return 'authority';
  if (shortName === 'PATH' || /:PATH\b/.test(canonicalName)) return 'path';
  return 'free';
}
