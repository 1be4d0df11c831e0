import { minuteMs } from '../base/duration.js';
/**
 * Watches the answers 500 that applications make themselves. A few per cent of them are usual and only counted; where an
 * application answers so to most requests of a while, each of them becomes a failure, those of the beginning as well.
 */
export class ApplicationErrors {
  #watched = new Map();
  #shareMin;
  /** `shareMin`: share of the requests, 0 to 1, that makes them failures; 0: never. */
  constructor(shareMin) {
    this.#shareMin = shareMin;
  }
  /** True if some traffic is watched: else good requests need not be counted. */
  get isWatching() {
    return this.#watched.size > 0;
  }
  /** Counts a request that is no such error. `key`: its upstream, or else what it asked for. */
  recordRequest(key, at) {
    const traffic = this.#watched.get(key);
    if (traffic === undefined) return;
    countRequest(traffic, at, 'others');
    if (at - traffic.lastErrorAt > windowMs) this.#watched.delete(key);
  }
  /** Counts an error. Returns the requests that are failures by now: none, this one, or also those before it. */
  recordError(key, at, request) {
    if (this.#shareMin === 0) return [];
    const traffic = this.#watched.get(key) ?? this.#watch(key);
    if (at - traffic.lastErrorAt > windowMs) traffic.isFailing = false;
    traffic.lastErrorAt = Math.max(traffic.lastErrorAt, at);
    countRequest(traffic, at, 'errors');
    const isFailing = this.#isFailing(traffic);
    traffic.isFailing = isFailing;
    traffic.held.push({ at, request });
    if (!isFailing) {
      if (traffic.held.length > heldMax) traffic.held = traffic.held.slice(-heldMax / 2);
      return [];
    }
    const released = traffic.held.filter((held) => held.at > at - windowMs);
    traffic.held = [];
    return released.map((held) => held.request);
  }
  /** Forgets errors that may have been the gateway's own after all: its error log has such a failure. */
  discardHeld() {
    for (const traffic of this.#watched.values()) traffic.held = [];
  }
  #watch(key) {
    // Clients can make up hosts and routes. The oldest is the least likely to matter still.
    if (this.#watched.size >= watchedMax) {
      const [oldest] = this.#watched.keys();
      if (oldest !== undefined) this.#watched.delete(oldest);
    }
    const traffic = { isFailing: false, lastErrorAt: -Infinity, seconds: [], held: [] };
    this.#watched.set(key, traffic);
    return traffic;
  }
  /** Requests before the first error of the window do not count: they were before it. */
  #isFailing({ seconds, isFailing }) {
    const first = seconds.findIndex(({ errors }) => errors > 0);
    let errors = 0;
    let others = 0;
    for (const second of seconds.slice(Math.max(0, first))) {
      errors += second.errors;
      others += second.others;
    }
    const share = errors / Math.max(1, errors + others);
    // Once failing, it takes less to remain so: an application between the two would come and go.
    if (isFailing) return share >= this.#shareMin / 2;
    const lastedMs = (seconds.at(-1)?.at ?? 0) - (seconds[first]?.at ?? 0);
    return (
      share >= this.#shareMin && errors >= errorsMin && (lastedMs >= lastedMsMin || errors >= manyErrors)
    );
  }
}
/** Logs are read independently: a late request counts in the latest second. */
function countRequest({ seconds }, at, kind) {
  const start = Math.floor(at / 1_000) * 1_000;
  const last = seconds.at(-1);
  if (last !== undefined && last.at >= start) last[kind] += 1;
  else {
    seconds.push({ at: start, errors: 0, others: 0, [kind]: 1 });
    while ((seconds[0]?.at ?? start) <= start - windowMs) seconds.shift();
  }
}
const windowMs = minuteMs;
/** Fewer, or all within a moment, are no state of a service. */
const errorsMin = 10;
const lastedMsMin = 10_000;
/** So many need not last. */
const manyErrors = 500;
/** Errors kept until they may turn out to be failures. */
const heldMax = 1_000;
const watchedMax = 500;
