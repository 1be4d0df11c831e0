import { certainFailure } from './meaning.js';
/** Interprets a name in `%RESPONSE_CODE_DETAILS%` that has one meaning, whatever text is in brackets. */
export function interpretDetailsName(name, status) {
  const known = meaningsByName.get(name);
  if (known) return known;
  const [, meaning] = meaningsByPrefix.find(([prefix]) => name.startsWith(prefix)) ?? [];
  return typeof meaning === 'function' ? meaning(status) : meaning;
}
const filterFailed = certainFailure('filter-failed', null);
const dependencyFailed = certainFailure('dependency-failed', 'preparing');
const limitReached = certainFailure('limit-reached', 'choosing');
const configMissing = certainFailure('config-missing', 'choosing');
const shed = certainFailure('shed', 'preparing');
const overran = certainFailure('overran', null);
const readTimeout = certainFailure('timed-out', 'reading-header');
const meaningsByName = new Map([
  ['response_timeout', readTimeout],
  ['upstream_response_timeout', readTimeout],
  ['upstream_per_try_timeout', readTimeout],
  ['upstream_per_try_idle_timeout', certainFailure('idle', 'reading-header')],
  ['upstream_max_stream_duration_reached', overran],
  ['stream_idle_timeout', certainFailure('idle', null)],
  ['max_duration_timeout', overran],
  ['duration_timeout', overran],
  ['no_healthy_upstream', certainFailure('no-peer', 'choosing')],
  ['cluster_not_found', certainFailure('no-route', 'preparing')],
  ['maintenance_mode', shed],
  ['drop_overload', shed],
  ['unconditional_drop_overload', shed],
  ['denied_by_admission_control', shed],
  ['reached_concurrency_limit', shed],
  ['overload', certainFailure('overloaded', null)],
  ['filter_added_invalid_request_data', filterFailed],
  ['filter_added_invalid_response_data', filterFailed],
  ['filter_removed_required_response_headers', filterFailed],
  ['filter_removed_required_request_headers', filterFailed],
  ['response_payload_too_large', filterFailed],
  ['grpc_json_transcode_failure', filterFailed],
  ['cdn_loop_detected', filterFailed],
  ['wasm_fail_stream', filterFailed],
  ['wasm_close_stream', filterFailed],
  ['dns_cache_overflow', limitReached],
  ['dns_cache_pending_requests_overflow', limitReached],
  ['dynamic_forward_proxy_pending_request_overflow', limitReached],
  ['sub_cluster_overflow', limitReached],
  ['sub_cluster_warming_timeout', configMissing],
  ['dynamic_forward_proxy_cluster_is_gone', configMissing],
  ['ext_authz_error', dependencyFailed],
  ['ext_authz_invalid', dependencyFailed],
  ['rate_limiter_error', dependencyFailed],
  ['fault_filter_abort', certainFailure('fault-injected', null)],
  ['direct_response', 'harmless'],
  ['route_not_found', 'harmless'],
  ['route_configuration_not_found', 'harmless'],
  ['filter_chain_not_found', 'harmless'],
  ['request_overall_timeout', 'harmless'],
  ['request_header_timeout', 'harmless'],
  ['downstream_header_timeout', 'harmless'],
  ['request_payload_too_large', 'harmless'],
  ['request_rate_limited', 'harmless'],
  ['ext_authz_denied', 'harmless'],
  ['upgrade_failed', 'harmless'],
  ['internal_redirect', 'harmless'],
  ['admin_filter_response', 'harmless'],
  ['health_check_ok', 'harmless'],
  ['early_grpc_json_transcode_failure', 'harmless'],
]);
/** These filters also answer on purpose, with a status below 500. */
const interpretFilterStatus = (status) => (status >= 500 ? filterFailed : 'harmless');
/** Meanings by prefix, for names with a variable end. */
const meaningsByPrefix = [
  ['dns_resolution_timeout', certainFailure('name-timed-out', 'resolving')],
  ['ext_proc_error', dependencyFailed],
  ['overload_error:', certainFailure('overloaded', null)],
  ['health_check_failed', certainFailure('draining', null)],
  ['cache.', interpretFilterStatus],
  ['lua_response', interpretFilterStatus],
  ['downstream_', 'harmless'],
  ['http1.', 'harmless'],
  ['http2.', 'harmless'],
  ['http3.', 'harmless'],
  ['codec_error:', 'harmless'],
  ['rbac_access_denied', 'harmless'],
  ['jwt_authn_access_denied', 'harmless'],
];
