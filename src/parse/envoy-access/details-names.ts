import { certain, type Meaning, type Reading } from './meaning.js';

/** What a name in `%RESPONSE_CODE_DETAILS%` means when it stands for one thing, whatever follows in brackets. */
export function detailsNameMeaning(name: string, status: number): Reading {
  const known = exact.get(name);
  if (known) return known;
  const [, reading] = families.find(([prefix]) => name.startsWith(prefix)) ?? [];
  return typeof reading === 'function' ? reading(status) : reading;
}

const filter = certain('filter-failed', null);
const dependency = certain('dependency-failed', 'preparing');
const limit = certain('limit-reached', 'choosing');
const missing = certain('config-missing', 'choosing');
const shed = certain('shed', 'preparing');
const overran = certain('overran', null);
const readTimeout = certain('timed-out', 'reading-header');

const exact = new Map<string, Meaning | 'harmless'>([
  ['response_timeout', readTimeout],
  ['upstream_response_timeout', readTimeout],
  ['upstream_per_try_timeout', readTimeout],
  ['upstream_per_try_idle_timeout', certain('idle', 'reading-header')],
  ['upstream_max_stream_duration_reached', overran],
  ['stream_idle_timeout', certain('idle', null)],
  ['max_duration_timeout', overran],
  ['duration_timeout', overran],
  ['no_healthy_upstream', certain('no-peer', 'choosing')],
  ['cluster_not_found', certain('no-route', 'preparing')],
  ['maintenance_mode', shed],
  ['drop_overload', shed],
  ['unconditional_drop_overload', shed],
  ['denied_by_admission_control', shed],
  ['reached_concurrency_limit', shed],
  ['overload', certain('overloaded', null)],
  ['filter_added_invalid_request_data', filter],
  ['filter_added_invalid_response_data', filter],
  ['filter_removed_required_response_headers', filter],
  ['filter_removed_required_request_headers', filter],
  ['response_payload_too_large', filter],
  ['grpc_json_transcode_failure', filter],
  ['cdn_loop_detected', filter],
  ['wasm_fail_stream', filter],
  ['wasm_close_stream', filter],
  ['dns_cache_overflow', limit],
  ['dns_cache_pending_requests_overflow', limit],
  ['dynamic_forward_proxy_pending_request_overflow', limit],
  ['sub_cluster_overflow', limit],
  ['sub_cluster_warming_timeout', missing],
  ['dynamic_forward_proxy_cluster_is_gone', missing],
  ['ext_authz_error', dependency],
  ['ext_authz_invalid', dependency],
  ['rate_limiter_error', dependency],
  ['fault_filter_abort', certain('fault-injected', null)],
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

/** These filters also answer for their own good reasons, with a status below 500. */
const filterAbove500 = (status: number): Reading => (status >= 500 ? filter : 'harmless');

/** Names with an open end. */
const families: readonly (readonly [prefix: string, Reading | ((status: number) => Reading)])[] = [
  ['dns_resolution_timeout', certain('name-timed-out', 'resolving')],
  ['ext_proc_error', dependency],
  ['overload_error:', certain('overloaded', null)],
  ['health_check_failed', certain('draining', null)],
  ['cache.', filterAbove500],
  ['lua_response', filterAbove500],
  ['downstream_', 'harmless'],
  ['http1.', 'harmless'],
  ['http2.', 'harmless'],
  ['http3.', 'harmless'],
  ['codec_error:', 'harmless'],
  ['rbac_access_denied', 'harmless'],
  ['jwt_authn_access_denied', 'harmless'],
];
