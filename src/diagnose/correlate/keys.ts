import type { Attempt, Notice, Request } from '../../parse/event.js';

/** A short hash of a text (FNV-1a, 32 bits) that does not reveal it. Good enough to distinguish neighbouring records. */
export function computeFingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(36);
}

/**
 * The keys of an event: nginx's connection number with the request, if the record has both, and the client with the
 * request. A connection number is never a key alone, as one connection carries many requests (with keepalive one after
 * another, with HTTP/2 at once).
 */
export function listCorrelationKeys(event: Attempt | Request | Notice): readonly string[] {
  const { connection, client, request } = event;
  const requestFingerprint = getRequestFingerprint(event);
  const byClient = client !== null && request !== null ? [`${client} ${requestFingerprint}`] : [];
  return connection === null ? byClient : [`*${connection} ${requestFingerprint}`, ...byClient];
}

/** A hash of the request, as it is stored and must not reveal it. */
export const getRequestFingerprint = ({
  request,
  requestFingerprint,
}: Pick<Attempt | Request | Notice, 'request' | 'requestFingerprint'>): string =>
  requestFingerprint ??
  (request === null
    ? ''
    : computeFingerprint(`${request.method} ${request.target.slice(0, comparedTargetCharsMax)}`));

/** As much of a long target as is left in a record of nginx's error log, which is cut. */
export const comparedTargetCharsMax = 1_000;
