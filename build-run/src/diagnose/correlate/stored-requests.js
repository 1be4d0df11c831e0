import { hashIndexKeys, hashLookUpKeys } from './keys.js';
export const noStoredRequests = {
  findPendingRequests: () => [],
  listPendingKeys: () => [],
};
/** Finds requests that have left memory; asks the store only for keys that it may have. */
export class StoredRequestFinder {
  #storedRequests;
  #connections = new KeyFilter();
  /** By what the rows wait for: with one log alone, no row waits for its records. */
  #clients = { request: new KeyFilter(), attempts: new KeyFilter() };
  constructor(storedRequests) {
    this.#storedRequests = storedRequests;
    for (const key of storedRequests.listPendingKeys())
      for (const filter of [this.#connections, this.#clients.request, this.#clients.attempts])
        filter.add(key);
  }
  noteStored({ attempts: [first], request }) {
    const record = first ?? request;
    if (record === null) return;
    const { connection, client } = hashIndexKeys(record);
    if (connection !== null) this.#connections.add(connection);
    if (client !== null) this.#clients[request === null ? 'request' : 'attempts'].add(client);
  }
  /** False if no row waits for an access line. */
  get mayHaveAttempts() {
    return !(this.#connections.isEmpty && this.#clients.request.isEmpty);
  }
  find(event, isWanted) {
    const clients = this.#clients[event.type === 'request' ? 'request' : 'attempts'];
    if (this.#connections.isEmpty && clients.isEmpty) return [];
    const keys = hashLookUpKeys(event);
    const found = {
      connection: keys.connection !== null && this.#connections.has(keys.connection) ? keys.connection : null,
      clients: keys.clients.filter((key) => clients.has(key)),
    };
    if (found.connection === null && found.clients.length === 0) return [];
    return this.#storedRequests.findPendingRequests({ keys: found, ...getSpan(event), isWanted });
  }
}
/** A little wider than that in which records match: those found are compared like any others. */
function getSpan(event) {
  const { at } = event;
  const missing = event.type === 'request' ? 'request' : 'attempts';
  if (at === null) return { missing, from: 0, at: 0, to: Number.MAX_SAFE_INTEGER };
  return event.type === 'request'
    ? { missing, from: at - (event.durationMs ?? unknownDurationMs) - marginMs, at, to: at + marginMs }
    : { missing, from: at - marginMs, at, to: at + longestRequestMs };
}
const marginMs = 3_000;
const unknownDurationMs = 61_000;
const longestRequestMs = 600_000;
/** Says of most keys that were never added that they were not: a Bloom filter with two bits for each key. */
class KeyFilter {
  #bits = null;
  get isEmpty() {
    return this.#bits === null;
  }
  add(key) {
    this.#bits ??= new Uint8Array(filterBits / 8);
    for (const bit of [key % filterBits, getHighBits(key)])
      this.#bits[bit >>> 3] = (this.#bits[bit >>> 3] ?? 0) | (1 << (bit & 7));
  }
  has(key) {
    return this.#hasBit(key % filterBits) && this.#hasBit(getHighBits(key));
  }
  #hasBit(bit) {
    return this.#bits !== null && ((this.#bits[bit >>> 3] ?? 0) & (1 << (bit & 7))) !== 0;
  }
}
/** One percent of false hits at half a million keys; 2 MiB. */
const filterBits = 2 ** 24;
const getHighBits = (key) => Math.floor(key / filterBits) % filterBits;
