/** A short hash of a text (FNV-1a, 32 bits) that does not reveal it. Good enough to distinguish neighbouring records. */
export function computeFingerprint(text) {
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
export function listCorrelationKeys(event) {
  const { connection, client, request } = event;
  const requestFingerprint = getRequestFingerprint(event);
  const byClient = client !== null && request !== null ? [`${client} ${requestFingerprint}`] : [];
  return connection === null ? byClient : [`*${connection} ${requestFingerprint}`, ...byClient];
}
/** Under which an event is kept. A client may repeat one request thousands of times, so that it is no key beside a connection. */
export function listIndexKeys(event) {
  const keys = listCorrelationKeys(event);
  return event.connection === null ? keys.map(markAsOnlyKey) : keys;
}
/** By which the counterparts of an event are found: another connection rules them out. */
export function listLookUpKeys(event) {
  const keys = listCorrelationKeys(event);
  if (event.connection === null) return [...keys, ...keys.map(markAsOnlyKey)];
  return keys.map((key) => (isConnectionKey(key) ? key : markAsOnlyKey(key)));
}
/** Of records without a connection number. */
const markAsOnlyKey = (key) => `?${key}`;
/** A hash of the request, as it is stored and must not reveal it. */
export const getRequestFingerprint = ({ request, requestFingerprint }) =>
  requestFingerprint ??
  (request === null
    ? ''
    : computeFingerprint(`${request.method} ${request.target.slice(0, comparedTargetCharsMax)}`));
/** As much of a long target as is left in a record of nginx's error log, which is cut. */
export const comparedTargetCharsMax = 1_000;
/** The keys of an event as 53-bit hashes: small enough to keep by the hundred thousand, and they reveal nothing. */
export function hashIndexKeys(event) {
  const keys = listIndexKeys(event);
  const byConnection = keys.find(isConnectionKey);
  const byClient = keys.find((key) => !isConnectionKey(key));
  return {
    connection: byConnection === undefined ? null : computeHash53(byConnection),
    client: byClient === undefined ? null : computeHash53(byClient),
  };
}
/** The same for look-ups. */
export function hashLookUpKeys(event) {
  const keys = listLookUpKeys(event);
  const byConnection = keys.find(isConnectionKey);
  return {
    connection: byConnection === undefined ? null : computeHash53(byConnection),
    clients: keys.filter((key) => !isConnectionKey(key)).map(computeHash53),
  };
}
/** True of a key with nginx's connection number. */
export const isConnectionKey = (key) => key.startsWith('*');
/** Two 32-bit hashes with different multipliers, joined to the widest integer that a double holds. */
function computeHash53(text) {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 0x9e3779b1);
    low = Math.imul(low ^ code, 0x5f356495);
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  return (high >>> 11) * 0x1_0000_0000 + (low >>> 0);
}
