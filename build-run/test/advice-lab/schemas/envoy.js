import { defineFields } from './schema.js';

const retryPolicy = defineFields({
  retry_on: '',
  num_retries: '',
  per_try_timeout: '',
  per_try_idle_timeout: '',
  retry_priority: '',
  retry_host_predicate: '',
  host_selection_retry_max_attempts: '',
  retriable_status_codes: '',
  retry_back_off: { base_interval: '', max_interval: '' },
  rate_limited_retry_back_off: '',
  retriable_headers: '',
  retriable_request_headers: '',
});
const httpProtocolOptions = defineFields({
  idle_timeout: '',
  max_connection_duration: '',
  max_headers_count: '',
  max_response_headers_kb: '1.32',
  max_stream_duration: '',
  headers_with_underscores_action: '',
  max_requests_per_connection: '',
});
const tlsParameters = defineFields({
  tls_minimum_protocol_version: '',
  tls_maximum_protocol_version: '',
  cipher_suites: '',
  ecdh_curves: '',
  signature_algorithms: '',
});
const validationContext = defineFields({
  trusted_ca: { filename: '', inline_string: '', inline_bytes: '', environment_variable: '' },
  ca_certificate_provider_instance: '',
  verify_certificate_spki: '',
  verify_certificate_hash: '',
  match_typed_subject_alt_names: {
    san_type: '',
    matcher: { exact: '', prefix: '', suffix: '', contains: '', safe_regex: '' },
    oid: '',
  },
  crl: '',
  allow_expired_certificate: '',
  trust_chain_verification: '',
  max_verify_depth: '',
});
const thresholds = defineFields({
  priority: '',
  max_connections: '',
  max_pending_requests: '',
  max_requests: '',
  max_retries: '',
  retry_budget: { budget_percent: '', min_retry_concurrency: '' },
  track_remaining: '',
  max_connection_pools: '',
});
/** The messages of Envoy's v3 API that steps name, each field under the message that people edit. */
export const envoySchema = {
  source: 'https://www.envoyproxy.io/docs/envoy/latest/api-v3/api',
  fields: {
    // config.cluster.v3.Cluster
    connect_timeout: '',
    per_connection_buffer_limit_bytes: '',
    lb_policy: '',
    dns_lookup_family: '',
    dns_refresh_rate: '',
    respect_dns_ttl: '',
    max_requests_per_connection: '',
    close_connections_on_host_health_failure: '',
    circuit_breakers: { thresholds, per_host_thresholds: thresholds },
    outlier_detection: {
      consecutive_5xx: '',
      interval: '',
      base_ejection_time: '',
      max_ejection_percent: '',
      enforcing_consecutive_5xx: '',
      enforcing_success_rate: '',
      success_rate_minimum_hosts: '',
      success_rate_request_volume: '',
      success_rate_stdev_factor: '',
      consecutive_gateway_failure: '',
      enforcing_consecutive_gateway_failure: '',
      split_external_local_origin_errors: '',
      consecutive_local_origin_failure: '',
      max_ejection_time: '',
      successful_active_health_check_uneject_host: '',
      always_eject_one_host: '1.33',
    },
    health_checks: {
      timeout: '',
      interval: '',
      unhealthy_threshold: '',
      healthy_threshold: '',
      reuse_connection: '',
      http_health_check: { host: '', path: '', expected_statuses: '' },
      tcp_health_check: { send: '', receive: '' },
      grpc_health_check: { service_name: '', authority: '' },
    },
    upstream_connection_options: {
      tcp_keepalive: { keepalive_probes: '', keepalive_time: '', keepalive_interval: '' },
    },
    // extensions.upstreams.http.v3.HttpProtocolOptions
    common_http_protocol_options: httpProtocolOptions,
    // config.route.v3.RouteAction
    route: {
      cluster: '',
      timeout: '',
      idle_timeout: '',
      retry_policy: retryPolicy,
      max_stream_duration: {
        max_stream_duration: '',
        grpc_timeout_header_max: '',
        grpc_timeout_header_offset: '',
      },
    },
    retry_policy: retryPolicy,
    // extensions.transport_sockets.tls.v3.UpstreamTlsContext and CommonTlsContext
    sni: '',
    tls_params: tlsParameters,
    validation_context: validationContext,
    match_typed_subject_alt_names: validationContext['match_typed_subject_alt_names'] ?? '',
    // extensions.access_loggers.file.v3.FileAccessLog
    path: '',
    // extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
    stream_idle_timeout: '',
    request_timeout: '',
    drain_timeout: '',
    max_request_headers_kb: '',
  },
};
/** Command operators of access logs: https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage */
export const envoyOperators = [
  'RESPONSE_CODE_DETAILS',
  'RESPONSE_FLAGS',
  'UPSTREAM_TRANSPORT_FAILURE_REASON',
  'UPSTREAM_CLUSTER',
  'UPSTREAM_HOST',
  'CONNECTION_TERMINATION_DETAILS',
];
