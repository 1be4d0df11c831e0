import { stringifyValue } from './json-template.js';
import { isJsonObject } from './lenient-json.js';
/**
 * Reads an Envoy access record in JSON by the default keys of Istio, Envoy Gateway and Contour, by other spellings of them
 * (`resFlags`, `resp_code`, `request_authority`, nested or not), and by values that only Envoy writes. Returns values by
 * operator name; undefined if the object is not an Envoy record.
 */
export function parseEnvoyJson(record) {
  const values = new Map();
  let evidenceCount = 0;
  for (const [{ operator: keyOperator, isEnvoyOnly }, text] of walkEntries(record, '')) {
    const operator = keyOperator ?? recognizeValue(text);
    evidenceCount += (isEnvoyOnly ? 1 : 0) + weighValue(operator, text);
    if (operator !== undefined && text !== '' && text !== '-' && !values.has(operator))
      values.set(operator, text);
  }
  return evidenceCount >= 2 ? values : undefined;
}
/** Operators that the record has a key for, set or not. */
export function listEnvoyJsonOperators(record) {
  return new Set(
    [...walkEntries(record, '')].flatMap(([{ operator }, text]) => operator ?? recognizeValue(text) ?? []),
  );
}
/** Values that only Envoy writes are evidence, whatever the key: flags, and code details even alone. */
function weighValue(operator, text) {
  if (operator === 'RESPONSE_FLAGS') return flagsPattern.test(text) ? 1 : 0;
  if (operator === 'RESPONSE_CODE_DETAILS')
    return detailsPattern.test(text) ? (text === 'via_upstream' ? 1 : 2) : 0;
  return operator === 'UPSTREAM_CLUSTER' && istioCluster.test(text) ? 1 : 0;
}
/** Under a key that says nothing, what a value is decides; flags are not told from other capitals. */
function recognizeValue(text) {
  if (detailsPattern.test(text)) return 'RESPONSE_CODE_DETAILS';
  return istioCluster.test(text) ? 'UPSTREAM_CLUSTER' : undefined;
}
const flagsPattern = /^[A-Z]{2,5}(?:,[A-Z]{2,5})*$/;
const detailsPattern =
  /^(?:via_upstream$|upstream_reset_|upstream_[a-z_]*timeout|no_healthy_upstream|(?:cluster|route)_not_found|upstream_max_stream_duration)/;
const istioCluster = /^(?:in|out)bound(?:-vip)?\|\d{1,5}\|[^|]{0,64}\|/;
/** Keys that only Envoy records have. Two of them identify an Envoy record, even if they are unset. */
const envoyOnlyKeys = new Set([
  'response_flags',
  'response_flag',
  'response_code',
  'response_code_details',
  'upstream_host',
  'upstream_cluster',
  'upstream_transport_failure_reason',
  'upstream_service_time',
  'connection_termination_details',
  'downstream_remote_address',
  'downstream_local_address',
  'requested_server_name',
  'route_name',
]);
/** Operators by key; keys are in lower case with `_` for `-` and `.`. */
const operatorsByKey = {
  start_time: 'START_TIME',
  '@timestamp': 'START_TIME',
  timestamp: 'START_TIME',
  time: 'START_TIME',
  method: 'REQ(:METHOD)',
  ':method': 'REQ(:METHOD)',
  request_method: 'REQ(:METHOD)',
  path: 'REQ(X-ENVOY-ORIGINAL-PATH?:PATH)',
  ':path': 'REQ(X-ENVOY-ORIGINAL-PATH?:PATH)',
  x_envoy_origin_path: 'REQ(X-ENVOY-ORIGINAL-PATH?:PATH)',
  x_envoy_original_path: 'REQ(X-ENVOY-ORIGINAL-PATH?:PATH)',
  uri: 'REQ(X-ENVOY-ORIGINAL-PATH?:PATH)',
  request_uri: 'REQ(X-ENVOY-ORIGINAL-PATH?:PATH)',
  request_path: 'REQ(X-ENVOY-ORIGINAL-PATH?:PATH)',
  protocol: 'PROTOCOL',
  proto: 'PROTOCOL',
  request_protocol: 'PROTOCOL',
  authority: 'REQ(:AUTHORITY)',
  ':authority': 'REQ(:AUTHORITY)',
  host: 'REQ(:AUTHORITY)',
  request_authority: 'REQ(:AUTHORITY)',
  request_host: 'REQ(:AUTHORITY)',
  user_agent: 'REQ(USER-AGENT)',
  x_forwarded_for: 'REQ(X-FORWARDED-FOR)',
  request_id: 'REQ(X-REQUEST-ID)',
  x_request_id: 'REQ(X-REQUEST-ID)',
  response_code: 'RESPONSE_CODE',
  status: 'RESPONSE_CODE',
  status_code: 'RESPONSE_CODE',
  response_status: 'RESPONSE_CODE',
  response_status_code: 'RESPONSE_CODE',
  code: 'RESPONSE_CODE',
  rc: 'RESPONSE_CODE',
  response_flags: 'RESPONSE_FLAGS',
  response_flag: 'RESPONSE_FLAGS',
  flag: 'RESPONSE_FLAGS',
  flags: 'RESPONSE_FLAGS',
  rf: 'RESPONSE_FLAGS',
  response_code_details: 'RESPONSE_CODE_DETAILS',
  details: 'RESPONSE_CODE_DETAILS',
  code_details: 'RESPONSE_CODE_DETAILS',
  response_details: 'RESPONSE_CODE_DETAILS',
  rcd: 'RESPONSE_CODE_DETAILS',
  connection_termination_details: 'CONNECTION_TERMINATION_DETAILS',
  transport_failure_reason: 'UPSTREAM_TRANSPORT_FAILURE_REASON',
  upstream_failure_reason: 'UPSTREAM_TRANSPORT_FAILURE_REASON',
  upstream_transport_failure_reason: 'UPSTREAM_TRANSPORT_FAILURE_REASON',
  downstream_transport_failure_reason: 'DOWNSTREAM_TRANSPORT_FAILURE_REASON',
  bytes_received: 'BYTES_RECEIVED',
  bytes_sent: 'BYTES_SENT',
  duration: 'DURATION',
  duration_ms: 'DURATION',
  request_duration: 'REQUEST_DURATION',
  response_duration: 'RESPONSE_DURATION',
  response_tx_duration: 'RESPONSE_TX_DURATION',
  upstream_service_time: 'RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)',
  x_envoy_upstream_service_time: 'RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)',
  upstream_host: 'UPSTREAM_HOST',
  upstream_address: 'UPSTREAM_HOST',
  upstream_peer: 'UPSTREAM_HOST',
  upstream_remote_address: 'UPSTREAM_REMOTE_ADDRESS',
  upstream_cluster: 'UPSTREAM_CLUSTER',
  upstream_cluster_raw: 'UPSTREAM_CLUSTER',
  cluster: 'UPSTREAM_CLUSTER',
  cluster_name: 'UPSTREAM_CLUSTER',
  upstream_cluster_name: 'UPSTREAM_CLUSTER',
  upstream_local_address: 'UPSTREAM_LOCAL_ADDRESS',
  upstream_request_attempt_count: 'UPSTREAM_REQUEST_ATTEMPT_COUNT',
  downstream_local_address: 'DOWNSTREAM_LOCAL_ADDRESS',
  downstream_remote_address: 'DOWNSTREAM_REMOTE_ADDRESS',
  downstream_direct_remote_address: 'DOWNSTREAM_DIRECT_REMOTE_ADDRESS',
  requested_server_name: 'REQUESTED_SERVER_NAME',
  route_name: 'ROUTE_NAME',
  virtual_cluster_name: 'VIRTUAL_CLUSTER_NAME',
  connection_id: 'CONNECTION_ID',
  grpc_status: 'GRPC_STATUS',
  grpc_status_number: 'GRPC_STATUS_NUMBER',
  access_log_type: 'ACCESS_LOG_TYPE',
  hostname: 'HOSTNAME',
};
/** Walks all keys, including those of nested objects. */
function* walkEntries(record, prefix, depth = 0) {
  for (const [key, value] of Object.entries(record)) {
    if (isJsonObject(value)) {
      if (depth < depthMax) yield* walkEntries(value, `${prefix}${key}.`, depth + 1);
    } else yield [findKeyMeaning(prefix, key), stringifyValue(value) ?? ''];
  }
}
const depthMax = 3;
/** Meanings by path. A log has few keys; a hostile one only empties the cache. */
const meaningsByPath = new Map();
const pathsMax = 2_000;
function findKeyMeaning(prefix, key) {
  const path = prefix + key;
  const cached = meaningsByPath.get(path);
  if (cached !== undefined) return cached;
  if (meaningsByPath.size >= pathsMax) meaningsByPath.clear();
  const meaning = interpretKey(prefix, key);
  meaningsByPath.set(path, meaning);
  return meaning;
}
/** By the key as it stands, else by its words, else by those of the whole path. */
function interpretKey(prefix, key) {
  const plain = key.toLowerCase().replaceAll('-', '_').replaceAll('.', '_');
  const names = [plain, spellKey(key), spellKey(prefix + key)];
  const name = names.find((candidate) => Object.hasOwn(operatorsByKey, candidate));
  return {
    operator: name === undefined ? undefined : operatorsByKey[name],
    isEnvoyOnly: names.some((candidate) => envoyOnlyKeys.has(candidate)),
  };
}
/** `resFlags` and `http.resp-flags` as `response_flags`: words in lower case, written out, without those that say nothing. */
const spellKey = (key) =>
  key
    .slice(0, keyCharsMax)
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .map((word) => longWords.get(word) ?? word)
    .filter((word) => !emptyWords.has(word))
    .join('_');
const keyCharsMax = 200;
const longWords = new Map([
  ['res', 'response'],
  ['resp', 'response'],
  ['rsp', 'response'],
  ['req', 'request'],
  ['addr', 'address'],
  ['statuscode', 'status_code'],
]);
const emptyWords = new Set(['', 'http', 'envoy', 'access', 'log', 'stream', 'x']);
