import type { AccessValues } from '../decoder.js';
import { stringifyValue } from './json-template.js';
import { isJsonObject, type JsonObject } from './lenient-json.js';

/**
 * Reads an Envoy access record in JSON by the default keys of Istio, Envoy Gateway and Contour and other common names.
 * Returns values by operator name; undefined if the object is not an Envoy record.
 */
export function parseEnvoyJson(record: JsonObject): AccessValues | undefined {
  const values = new Map<string, string>();
  let evidenceCount = 0;
  for (const [key, operator, text] of walkEntries(record)) {
    if (envoyOnlyKeys.has(key) || isEnvoyValue(operator, text)) evidenceCount += 1;
    if (operator !== undefined && text !== '' && text !== '-' && !values.has(operator))
      values.set(operator, text);
  }
  return evidenceCount >= 2 ? values : undefined;
}

/** Operators that the record has a key for, set or not. */
export function listEnvoyJsonOperators(record: JsonObject): ReadonlySet<string> {
  return new Set([...walkEntries(record)].flatMap(([, operator]) => operator ?? []));
}

/** True for values that only Envoy writes, whatever the key: response flags and code details. */
const isEnvoyValue = (operator: string | undefined, text: string): boolean =>
  (operator === 'RESPONSE_FLAGS' && /^[A-Z]{2,5}(?:,[A-Z]{2,5})*$/.test(text)) ||
  (operator === 'RESPONSE_CODE_DETAILS' &&
    /^(?:via_upstream$|upstream_reset_|upstream_[a-z_]*timeout|no_healthy_upstream|(?:cluster|route)_not_found)/.test(
      text,
    ));

/** Keys that only Envoy records have. Two of them identify an Envoy record, even if they are unset. */
const envoyOnlyKeys: ReadonlySet<string> = new Set([
  'response_flags',
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
const operatorsByKey: Readonly<Record<string, string>> = {
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
  request_path: 'REQ(X-ENVOY-ORIGINAL-PATH?:PATH)',
  protocol: 'PROTOCOL',
  proto: 'PROTOCOL',
  authority: 'REQ(:AUTHORITY)',
  ':authority': 'REQ(:AUTHORITY)',
  host: 'REQ(:AUTHORITY)',
  user_agent: 'REQ(USER-AGENT)',
  x_forwarded_for: 'REQ(X-FORWARDED-FOR)',
  request_id: 'REQ(X-REQUEST-ID)',
  x_request_id: 'REQ(X-REQUEST-ID)',
  response_code: 'RESPONSE_CODE',
  status: 'RESPONSE_CODE',
  status_code: 'RESPONSE_CODE',
  code: 'RESPONSE_CODE',
  rc: 'RESPONSE_CODE',
  response_flags: 'RESPONSE_FLAGS',
  response_flag: 'RESPONSE_FLAGS',
  flags: 'RESPONSE_FLAGS',
  rf: 'RESPONSE_FLAGS',
  response_code_details: 'RESPONSE_CODE_DETAILS',
  details: 'RESPONSE_CODE_DETAILS',
  rcd: 'RESPONSE_CODE_DETAILS',
  connection_termination_details: 'CONNECTION_TERMINATION_DETAILS',
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
  upstream_remote_address: 'UPSTREAM_REMOTE_ADDRESS',
  upstream_cluster: 'UPSTREAM_CLUSTER',
  upstream_cluster_raw: 'UPSTREAM_CLUSTER',
  cluster: 'UPSTREAM_CLUSTER',
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
function* walkEntries(record: JsonObject, depth = 0): Generator<[string, string | undefined, string]> {
  for (const [rawKey, value] of Object.entries(record)) {
    const key = rawKey.toLowerCase().replaceAll('-', '_').replaceAll('.', '_');
    if (isJsonObject(value)) {
      if (depth < depthMax) yield* walkEntries(value, depth + 1);
    } else {
      yield [
        key,
        Object.hasOwn(operatorsByKey, key) ? operatorsByKey[key] : undefined,
        stringifyValue(value) ?? '',
      ];
    }
  }
}

const depthMax = 3;
