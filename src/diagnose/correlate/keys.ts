import type { Attempt, Notice, Request } from '../../parse/event.js';

/** A short name for a text, from which nobody can read it: FNV-1a, 32 bits. Tells apart what is near each other anyway. */
export function computeFingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(36);
}

/**
 * Under what an event is looked for: nginx's connection number with the request where the record has both, and the
 * client with the request. One connection number carries many requests (keepalive in turn, HTTP/2 at once), so it never
 * stands alone.
 */
export function listCorrelationKeys(event: Attempt | Request | Notice): readonly string[] {
  const { connection, client, request } = event;
  const requestFingerprint = getRequestFingerprint(event);
  const byClient = client !== null && request !== null ? [`${client} ${requestFingerprint}`] : [];
  return connection === null ? byClient : [`*${connection} ${requestFingerprint}`, ...byClient];
}

/** The request by a name that tells nothing of it, since it is stored. */
export const getRequestFingerprint = ({
  request,
  requestFingerprint,
}: Pick<Attempt | Request | Notice, 'request' | 'requestFingerprint'>): string =>
  requestFingerprint ?? (request === null ? '' : computeFingerprint(`${request.method} ${request.target}`));
