import { isJsonObject } from '../format/lenient-json.js';
/** Parses a host event; undefined for any other object. */
export function parseHostEvent(object) {
  return parseOutlierEvent(object) ?? parseHealthEvent(object);
}
function parseOutlierEvent(object) {
  const { action, type, enforced, upstream_url: url } = object;
  if (action !== 'EJECT' && action !== 'UNEJECT') return undefined;
  const peer = parseText(url);
  // Unset values are logged too, so `type` and `enforced` mean nothing when a host returns.
  if (action === 'UNEJECT') return createHostEvent(object, peer, 'informational', 'returned to its cluster');
  const reason = parseText(type) ?? 'an unknown reason';
  if (enforced === false)
    return createHostEvent(object, peer, 'informational', `would have been ejected for ${reason}`);
  if (reason === 'DEGRADED')
    return createHostEvent(object, peer, 'informational', 'is degraded and used last');
  return createHostEvent(object, peer, 'ejection', `was ejected for ${reason}`);
}
function parseHealthEvent(object) {
  const eventType = healthCheckEvents.find(({ key }) => isJsonObject(object[key]));
  if (!eventType) return undefined;
  const details = object[eventType.key];
  const failure = isJsonObject(details) ? parseText(details['failure_type']) : null;
  return createHostEvent(
    object,
    parseAddress(object['host']),
    eventType.kind,
    `${eventType.message}${failure ? ` (${failure})` : ''}`,
  );
}
const healthCheckEvents = [
  { key: 'eject_unhealthy_event', kind: 'ejection', message: 'failed its health checks' },
  { key: 'health_check_failure_event', kind: 'ejection', message: 'failed a health check' },
  { key: 'add_healthy_event', kind: 'informational', message: 'is healthy' },
  { key: 'successful_health_check_event', kind: 'informational', message: 'passed a health check' },
  { key: 'degraded_healthy_host', kind: 'informational', message: 'is degraded' },
  { key: 'no_longer_degraded_host', kind: 'informational', message: 'is no longer degraded' },
];
function createHostEvent(object, peer, kind, message) {
  const at = Date.parse(parseText(object['timestamp']) ?? '');
  return {
    kind,
    message: `${peer ?? 'a host'} ${message}`,
    at: Number.isNaN(at) ? null : at,
    cluster: parseText(object['cluster_name']),
    peer,
  };
}
function parseAddress(host) {
  if (!isJsonObject(host)) return null;
  const { socket_address: socket, pipe } = host;
  if (isJsonObject(pipe)) return parseText(pipe['path']);
  if (!isJsonObject(socket)) return null;
  const address = parseText(socket['address']);
  const bracketed = address?.includes(':') ? `[${address}]` : address;
  return address === null ? null : `${bracketed}:${socket['port_value'] ?? ''}`;
}
const parseText = (value) => (typeof value === 'string' && value !== '' ? value : null);
