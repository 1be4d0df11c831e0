import { normalizeRoute } from '../../parse/route-template.js';
import { markConfiguredStatus } from './configured-status.js';

/** Requests that are asked again later. */
const undecidedMax = 1_000;
const askedEveryMs = 1_000;
/**
 * Requests with a bad status about which the error log is silent. That is only as good an argument as the join: it proves
 * nothing while no record of the log ever found its access line, nor while a record waits that may be the missing one.
 */
export class SilentRequests {
  #zones;
  #pendingRequests;
  #undecided = new Set();
  #askedAt = 0;
  constructor(zones, pendingRequests) {
    this.#zones = zones;
    this.#pendingRequests = pendingRequests;
  }
  /** The request with the configuration as its cause, if the silence proves that; else unchanged. */
  explain(pending) {
    const configured = markConfiguredStatus(pending);
    const isDecided = configured === pending || this.#isProof(pending.request);
    if (isDecided) this.#undecided.delete(pending);
    else if (this.#undecided.size < undecidedMax) this.#undecided.add(pending);
    return isDecided ? configured : pending;
  }
  /** Requests that were not explained, and now can be. */
  takeDecided(now) {
    if (this.#undecided.size === 0 || now - this.#askedAt < askedEveryMs) return [];
    this.#askedAt = now;
    const decided = [...this.#undecided].filter(({ request }) => this.#isProof(request));
    for (const pending of decided) this.#undecided.delete(pending);
    return decided;
  }
  forget(pending) {
    this.#undecided.delete(pending);
  }
  #isProof(request) {
    if (request === null || this.#zones.isUnsure) return false;
    return !this.#pendingRequests.someAttempt((attempt) => isSimilar(attempt, request));
  }
}
/** True when the record may be the missing one: same seconds, no other route or connection. */
const isSimilar = (attempt, { at, connection, request }) =>
  attempt.subrequest === null &&
  (attempt.connection === null || connection === null || attempt.connection === connection) &&
  (attempt.at === null || at === null || Math.abs(attempt.at - at) <= similarMsMax) &&
  (attempt.request === null ||
    request === null ||
    normalizeRoute(attempt.request.target) === normalizeRoute(request.target));
const similarMsMax = 2_000;
