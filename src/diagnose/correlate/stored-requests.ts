import type { Attempt, Request } from '../../parse/event.js';
import { hashIndexKeys, hashLookUpKeys, type LookUpHashes } from './keys.js';
import type { PendingRequest } from './pending-request.js';

/** A row that was found. Beyond the newest, only its key is kept: it is known that the request was counted. */
export type FoundRequest = { readonly id: number; readonly pending: PendingRequest | null };

/** Which rows a record may belong to. */
export type StoredRequestQuery = {
  readonly keys: LookUpHashes;
  /** Rows of requests that wait for this kind of record. */
  readonly missing: 'request' | 'attempts';
  /** Times of their first record, epoch ms: those nearest to `at` are found. */
  readonly from: number;
  readonly at: number;
  readonly to: number;
  /** False for rows that are in memory, or will be removed with the next commit. */
  readonly isWanted: (id: number) => boolean;
};

/** Pending requests in the store. Implemented by storage, so that this folder stays pure. */
export type StoredRequests = {
  /** Those that match, in order of time; of many, the nearest. */
  findPendingRequests(query: StoredRequestQuery): readonly FoundRequest[];
  /** The keys of all rows. */
  listPendingKeys(): Iterable<number>;
};

/** Where pending requests go that leave memory, and when: `pendingRequestsMax` of them stay. */
export type PendingRequestOptions = {
  readonly storedRequests?: StoredRequests;
  readonly pendingRequestsMax?: number;
};

export const noStoredRequests: StoredRequests = {
  findPendingRequests: () => [],
  listPendingKeys: () => [],
};

/** Finds requests that have left memory; asks the store only for keys that it may have. */
export class StoredRequestFinder {
  readonly #storedRequests: StoredRequests;
  readonly #connections = new KeyFilter();
  /** By what the rows wait for: with one log alone, no row waits for its records. */
  readonly #clients = { request: new KeyFilter(), attempts: new KeyFilter() };

  constructor(storedRequests: StoredRequests) {
    this.#storedRequests = storedRequests;
    for (const key of storedRequests.listPendingKeys())
      for (const filter of [this.#connections, this.#clients.request, this.#clients.attempts])
        filter.add(key);
  }

  noteStored({ attempts: [first], request }: PendingRequest): void {
    const record = first ?? request;
    if (record === null) return;
    const { connection, client } = hashIndexKeys(record);
    if (connection !== null) this.#connections.add(connection);
    if (client !== null) this.#clients[request === null ? 'request' : 'attempts'].add(client);
  }

  /** False if no row waits for an access line. */
  get mayHaveAttempts(): boolean {
    return !(this.#connections.isEmpty && this.#clients.request.isEmpty);
  }

  find(event: Attempt | Request, isWanted: (id: number) => boolean): readonly FoundRequest[] {
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
function getSpan(event: Attempt | Request): Omit<StoredRequestQuery, 'keys' | 'isWanted'> {
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
  #bits: Uint8Array | null = null;

  get isEmpty(): boolean {
    return this.#bits === null;
  }

  add(key: number): void {
    this.#bits ??= new Uint8Array(filterBits / 8);
    for (const bit of [key % filterBits, getHighBits(key)])
      this.#bits[bit >>> 3] = (this.#bits[bit >>> 3] ?? 0) | (1 << (bit & 7));
  }

  has(key: number): boolean {
    return this.#hasBit(key % filterBits) && this.#hasBit(getHighBits(key));
  }

  #hasBit(bit: number): boolean {
    return this.#bits !== null && ((this.#bits[bit >>> 3] ?? 0) & (1 << (bit & 7))) !== 0;
  }
}

/** One percent of false hits at half a million keys; 2 MiB. */
const filterBits = 2 ** 24;
const getHighBits = (key: number): number => Math.floor(key / filterBits) % filterBits;
