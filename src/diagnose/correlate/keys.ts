import type { Attempt, Remark, Request } from '../../parse/event.js';

/** A short name for a text, from which nobody can read it: FNV-1a, 32 bits. Tells apart what is near each other anyway. */
export function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}

/**
 * Under what an event is looked for: nginx's connection number with the request where the record has both, and the
 * client with the request. One connection number carries many requests (keepalive in turn, HTTP/2 at once), so it never
 * stands alone.
 */
export function keysOf(event: Attempt | Request | Remark): readonly string[] {
  const { connection, client, request } = event;
  const asked = askedIn(event);
  const byClient = client !== null && request !== null ? [`${client} ${asked}`] : [];
  return connection === null ? byClient : [`*${connection} ${asked}`, ...byClient];
}

/** The request by a name that tells nothing of it, since it is stored. */
export const askedIn = ({ request, asked }: Pick<Attempt | Request | Remark, 'request' | 'asked'>): string =>
  asked ?? (request === null ? '' : fingerprint(`${request.method} ${request.target}`));
