import { BoundedKeyIndex, KeyIndex } from './key-index.js';
import { isConnectionKey, listIndexKeys, listLookUpKeys } from './keys.js';
import { getRecordWindow, getRequestWindow, isPartOfRequest } from './match.js';
import { createPendingRequest, isAmendable, isComplete } from './pending-request.js';
import { RowChanges } from './pending-rows.js';
import { noStoredRequests, StoredRequestFinder } from './stored-requests.js';

/** How long a request stays in memory for late lines: longer than a few of nginx's 60 s timeouts in a row. */
const amendWindowMs = 600_000;
/** Maximum number of pending requests in memory. Beyond it, the oldest stay in the store alone. */
const defaultPendingRequestsMax = 8_000;
/** Maximum number of good requests that are kept, in case the record of a truncated body or a subrequest follows. */
const goodRequestsMax = 4_000;
const attemptsAskedMax = 100;
/** Requests that further records may belong to, indexed by client, connection and request. */
export class PendingRequests {
  /** In order of arrival, which is the order in which they expire. */
  #pending = new Map();
  /** Those without an access line. Usually there are none, and then access lines need no look-up. */
  #withoutRequest = new Set();
  /** Those that wait for a record of either log. */
  #incomplete = new Set();
  #indexWithoutRequest = new KeyIndex(listMoments);
  #indexWithRequest = new KeyIndex(listMoments);
  #goodRequests = new BoundedKeyIndex(goodRequestsMax, listMoments);
  #rows;
  #storedRequests;
  #pendingRequestsMax;
  #nextId;
  constructor(nextId, { storedRequests = noStoredRequests, pendingRequestsMax = defaultPendingRequestsMax }) {
    this.#pendingRequestsMax = pendingRequestsMax;
    this.#nextId = nextId;
    this.#rows = new RowChanges();
    this.#storedRequests = new StoredRequestFinder(storedRequests);
  }
  /** In order of arrival. */
  all() {
    return [...this.#pending.values()];
  }
  /** Number of requests in memory that wait for a record. */
  get waitingCount() {
    return this.#incomplete.size;
  }
  open(openedAt, attempts = []) {
    const pending = { ...createPendingRequest(this.#nextId++, openedAt), attempts };
    this.#add(pending);
    this.#rows.touch(pending);
    return pending;
  }
  /** Adds a pending request of an earlier run. */
  restore(pending, isStored) {
    const restored = isStored ? { ...pending } : { ...pending, id: this.#nextId++ };
    this.#add(restored);
    if (isStored) this.#rows.markStored(restored);
    else this.#rows.touch(restored);
    return restored;
  }
  /** Notes that a pending request changed otherwise than by `update`. */
  touch(pending) {
    if (this.#pending.has(pending.id)) this.#rows.touch(pending);
  }
  #add(pending) {
    this.#pending.set(pending.id, pending);
    if (pending.request === null) this.#withoutRequest.add(pending);
    if (isComplete(pending)) this.#incomplete.delete(pending);
    else this.#incomplete.add(pending);
    this.#indexOf(pending).add(pending, listPendingKeys(pending));
  }
  /** Changes the records of a pending request and its keys. Its place in the order of arrival stays. */
  update(pending, { attempts = pending.attempts, request = pending.request }) {
    this.#goodRequests.remove(pending);
    this.#indexOf(pending).remove(pending, listPendingKeys(pending));
    pending.attempts = attempts;
    pending.request = request;
    if (request !== null) this.#withoutRequest.delete(pending);
    this.#add(pending);
    this.#rows.touch(pending);
  }
  /** Keeps a good request for a while. */
  keepGoodRequest(request, openedAt) {
    this.#goodRequests.add(createPendingRequest(0, openedAt, request), getShortKey(request));
  }
  /** Keeps a request with all its records for a while, as one of a subrequest may follow. */
  complete(pending, request) {
    this.remove(pending);
    this.#goodRequests.add(pending, getShortKey(request));
  }
  remove(pending) {
    this.#forget(pending);
    this.#rows.remove(pending);
  }
  /** Leaves a request to the store alone, where late lines still find it. */
  archive(pending) {
    this.#forget(pending);
    this.#rows.archive(pending);
    this.#storedRequests.noteStored(pending);
  }
  #forget(pending) {
    this.#indexOf(pending).remove(pending, listPendingKeys(pending));
    this.#pending.delete(pending.id);
    this.#withoutRequest.delete(pending);
    this.#incomplete.delete(pending);
  }
  /** Requests that can no longer be amended in memory, and the oldest above the limit. */
  findExpired(now) {
    const expired = [];
    for (const oldest of this.#pending.values()) {
      if (
        now - oldest.openedAt < amendWindowMs &&
        this.#pending.size - expired.length <= this.#pendingRequestsMax
      )
        break;
      expired.push(oldest);
    }
    return expired;
  }
  /** Requests that the attempt may belong to, good ones too. */
  findForAttempt(attempt, isAccepted) {
    const keys = listLookUpKeys(attempt);
    const window = getRecordWindow(attempt);
    const canTake = (pending) => canTakeAttempt(pending, attempt) && isAccepted(pending);
    return [
      ...sortByArrival(this.#indexWithRequest.find(keys, window, canTake)),
      ...sortByArrival(
        this.#indexWithoutRequest.find(keys, { ...window, beforeMs: window.afterMs }, canTake),
      ),
      ...this.#goodRequests.find(keys, window, canTake),
    ];
  }
  /** Requests that the notice may belong to. */
  findForNotice(notice, isAccepted) {
    const keys = listLookUpKeys(notice);
    const window = getRecordWindow(notice);
    const canTake = (pending) =>
      (pending.request === null || isPartOfRequest(notice, pending.request)) && isAccepted(pending);
    return [
      ...sortByArrival(this.#indexWithRequest.find(keys, window, canTake)),
      ...sortByArrival(
        this.#indexWithoutRequest.find(keys, { ...window, beforeMs: window.afterMs }, canTake),
      ),
    ];
  }
  /** False if no attempt waits for its access line, in memory or in the store. */
  get mayHaveAttempts() {
    return this.#withoutRequest.size > 0 || this.#storedRequests.mayHaveAttempts;
  }
  /** Those that wait for their access line, which the request may be. */
  findForRequest(request, isAccepted) {
    if (this.#withoutRequest.size === 0) return [];
    return sortByArrival(
      this.#indexWithoutRequest.find(
        listLookUpKeys(request),
        getRequestWindow(request),
        (pending) =>
          pending.attempts.some((attempt) => isPartOfRequest(attempt, request)) && isAccepted(pending),
      ),
    );
  }
  /** True if an attempt that waits for its access line is as described; the first ones are asked. */
  someAttempt(isAsDescribed) {
    let asked = 0;
    for (const { attempts } of this.#withoutRequest) {
      if (attempts.some(isAsDescribed)) return true;
      asked += 1;
      if (asked >= attemptsAskedMax) return false;
    }
    return false;
  }
  /** Good requests that the attempt may belong to. */
  findGoodRequests(attempt, isAccepted) {
    return this.#goodRequests.find(
      listLookUpKeys(attempt),
      getRecordWindow(attempt),
      (pending) => canTakeAttempt(pending, attempt) && isAccepted(pending),
    );
  }
  /** Moves a good request to the pending attempts that belong to it. */
  reassignRequest(goodRequest, target) {
    this.#goodRequests.remove(goodRequest);
    this.update(target, { request: goodRequest.request });
  }
  /**
   * Loads requests that only the store has and that the event may belong to. `counted`: one of them is known by its key
   * alone, and the event is its missing record.
   */
  recall(event, isAccepted, isKeyEnough) {
    const found = this.#storedRequests.find(
      event,
      (id) => !this.#pending.has(id) && !this.#rows.isRemoved(id),
    );
    const known = found.flatMap(({ pending }) => pending ?? []).filter(isAccepted);
    for (const pending of known) this.restore(pending, true);
    if (known.length > 0) return 'recalled';
    const counted = isKeyEnough ? found.find(({ pending }) => pending === null) : undefined;
    if (counted === undefined) return 'none';
    this.#rows.removeId(counted.id);
    return 'counted';
  }
  /** Changes of the rows since the last call. A replay, which is never resumed, stores only what has left memory. */
  takeChanges(isReplay) {
    return this.#rows.take(isReplay, (pending) => isAmendable(pending) && !isComplete(pending));
  }
  #indexOf({ request }) {
    return request === null ? this.#indexWithoutRequest : this.#indexWithRequest;
  }
}
/** Cheaper than a score, and never false where that is not 0. */
function canTakeAttempt({ attempts: [first], request }, attempt) {
  if (request !== null && !isPartOfRequest(attempt, request)) return false;
  return request !== null || first === undefined || first.connection === attempt.connection;
}
/** One key is enough: attempts are looked up by all of theirs, and most good requests never are. */
const getShortKey = (request) => listIndexKeys(request).slice(0, 1);
/** Times and statuses of its records. */
const listMoments = ({ attempts, request }) => (request === null ? attempts : [...attempts, request]);
/** Look-ups in a crowd start from the nearest second; both logs are in order. */
const sortByArrival = (found) => (found.length < 2 ? found : found.toSorted((a, b) => a.id - b.id));
/** A complete request can only get another attempt of its connection, and is not looked through for others. */
function listPendingKeys(pending) {
  const { attempts, request } = pending;
  const keys = [...attempts, ...(request === null ? [] : [request])].flatMap(listIndexKeys);
  if (request === null || attempts.length === 0 || !isComplete(pending)) return keys;
  const byConnection = keys.filter(isConnectionKey);
  return byConnection.length === 0 ? keys : byConnection;
}
