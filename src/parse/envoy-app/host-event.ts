import type { RemarkKind } from '../event.js';
import { isObject, type JsonObject } from '../format/lenient-json.js';

/** One record of Envoy's logs of outlier detection and health checks: context for what happens to requests. */
export type HostEvent = {
  readonly kind: RemarkKind;
  readonly words: string;
  readonly at: number | null;
  readonly cluster: string | null;
  readonly peer: string | null;
};

/** Reads a host event; undefined for an object that is none. */
export function hostEvent(object: JsonObject): HostEvent | undefined {
  return outlierEvent(object) ?? healthEvent(object);
}

function outlierEvent(object: JsonObject): HostEvent | undefined {
  const { action, type, enforced, upstream_url: url } = object;
  if (action !== 'EJECT' && action !== 'UNEJECT') return undefined;
  const peer = textIn(url);
  // Unset values are printed too, so that neither means anything when a host comes back.
  if (action === 'UNEJECT') return event(object, peer, 'informational', 'is back in its cluster');
  const why = textIn(type) ?? 'an unknown reason';
  if (enforced === false) return event(object, peer, 'informational', `would have been ejected for ${why}`);
  if (why === 'DEGRADED') return event(object, peer, 'informational', 'is used last, as degraded');
  return event(object, peer, 'ejection', `was ejected for ${why}`);
}

function healthEvent(object: JsonObject): HostEvent | undefined {
  const member = members.find(({ key }) => isObject(object[key]));
  if (!member) return undefined;
  const details = object[member.key];
  const failure = isObject(details) ? textIn(details['failure_type']) : null;
  return event(
    object,
    addressIn(object['host']),
    member.kind,
    `${member.words}${failure ? ` (${failure})` : ''}`,
  );
}

const members: readonly { readonly key: string; readonly kind: RemarkKind; readonly words: string }[] = [
  { key: 'eject_unhealthy_event', kind: 'ejection', words: 'failed its health checks' },
  { key: 'health_check_failure_event', kind: 'ejection', words: 'failed a health check' },
  { key: 'add_healthy_event', kind: 'informational', words: 'is healthy' },
  { key: 'successful_health_check_event', kind: 'informational', words: 'passed a health check' },
  { key: 'degraded_healthy_host', kind: 'informational', words: 'is degraded' },
  { key: 'no_longer_degraded_host', kind: 'informational', words: 'is no longer degraded' },
];

function event(object: JsonObject, peer: string | null, kind: RemarkKind, words: string): HostEvent {
  const at = Date.parse(textIn(object['timestamp']) ?? '');
  return {
    kind,
    words: `${peer ?? 'a host'} ${words}`,
    at: Number.isNaN(at) ? null : at,
    cluster: textIn(object['cluster_name']),
    peer,
  };
}

function addressIn(host: unknown): string | null {
  if (!isObject(host)) return null;
  const { socket_address: socket, pipe } = host;
  if (isObject(pipe)) return textIn(pipe['path']);
  if (!isObject(socket)) return null;
  const address = textIn(socket['address']);
  const bracketed = address?.includes(':') ? `[${address}]` : address;
  return address === null ? null : `${bracketed}:${socket['port_value'] ?? ''}`;
}

const textIn = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
