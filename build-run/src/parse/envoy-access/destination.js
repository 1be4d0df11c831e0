/**
 * Name of the upstream. Istio's `BlackHoleCluster` and a request without a cluster name nothing that exists, so for a
 * destination outside of the registry it is the destination: the name in the TLS handshake, the host or the address.
 */
export function findUpstreamName(values, isUnregistered) {
  const cluster = values.get('UPSTREAM_CLUSTER');
  if (!isUnregistered) return cluster === blackHole ? null : (cluster ?? null);
  return (
    values.get('REQUESTED_SERVER_NAME') ??
    values.get('REQ(:AUTHORITY)') ??
    values.get('DOWNSTREAM_LOCAL_ADDRESS') ??
    null
  );
}
/**
 * True for a destination that the mesh does not know: what Istio sends to `BlackHoleCluster` or answers from the route
 * `block_all`, and a connection for which no cluster was chosen.
 */
export function isUnregisteredDestination(values, hasOperator) {
  if (hasUpstream(values)) return false;
  const cluster = values.get('UPSTREAM_CLUSTER');
  const status = values.get('RESPONSE_CODE') ?? '0';
  if (values.get('ROUTE_NAME') === 'block_all') return status === '502';
  const flags = values.get('RESPONSE_FLAGS') ?? values.get('RESPONSE_FLAGS_LONG') ?? '';
  if (!/\b(?:UH|NR|NC|NoHealthyUpstream|NoRouteFound|NoClusterFound)\b/.test(flags)) return false;
  if (cluster === blackHole) return true;
  const isTcp = status === '0' && !values.has('REQ(:METHOD)') && hasOperator('DOWNSTREAM_LOCAL_ADDRESS');
  return (
    isTcp &&
    cluster === undefined &&
    hasOperator('UPSTREAM_CLUSTER') &&
    /\b(?:UH|NoHealthyUpstream)\b/.test(flags)
  );
}
const blackHole = 'BlackHoleCluster';
const hasUpstream = (values) => values.has('UPSTREAM_HOST') || values.has('UPSTREAM_REMOTE_ADDRESS');
/** True for the answer that Envoy Gateway gives in place of a backend that it could not resolve. */
export const standsForMissingBackend = (values) =>
  values.get('RESPONSE_CODE') === '500' &&
  values.get('RESPONSE_CODE_DETAILS') === 'direct_response' &&
  !values.has('UPSTREAM_CLUSTER') &&
  !hasUpstream(values) &&
  /^(?:http|grpc)route\//.test(values.get('ROUTE_NAME') ?? '');
/** Address of the upstream without what Envoy writes before it: `tcp://`, `envoy://connect_originate/`. */
export const stripScheme = (upstream) =>
  upstream.replace(/^(?:tcp:\/\/|envoy:\/\/[\w-]{1,64}\/(?=\[?[\da-fA-F.:]{2,45}\]?:\d))/, '');
