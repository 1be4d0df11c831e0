import { floorToMinute, minuteMs } from '../base/duration.js';
import { identifyCustomer } from '../parse/customer.js';
/** Counts requests per minute and upstream, so a batch stores a few counts instead of every request. */
export class UpstreamTrafficCounter {
  #counters = new CounterTables();
  add(at, log, upstream, isSuccess) {
    const minute = floorToMinute(at);
    const key = upstream ?? '';
    const counters = this.#counters.of(log);
    increment(
      counters.get(minute, null, key) ??
        counters.set(null, key, { minute, log, upstream, requests: 0, successes: 0 }),
      isSuccess,
    );
  }
  /** The counts so far. */
  listCounts() {
    return this.#counters.values();
  }
}
/** Counters by minute, status and key. Numbers are not part of the key: formatting them would be the slowest step here. */
class CounterTable {
  #byMinute = new Map();
  size = 0;
  get(minute, status, key) {
    return this.#byMinute.get(minute)?.get(status)?.get(key);
  }
  set(status, key, counter) {
    const byStatus = this.#byMinute.get(counter.minute) ?? new Map();
    const counters = byStatus.get(status) ?? new Map();
    this.#byMinute.set(counter.minute, byStatus.set(status, counters.set(key, counter)));
    this.size += 1;
    return counter;
  }
  values() {
    return [...this.#byMinute.values()].flatMap((byStatus) =>
      [...byStatus.values()].flatMap((counters) => [...counters.values()]),
    );
  }
}
/** A table of counters for each access log: which requests are counted there is known later. */
class CounterTables {
  #byLog = new Map();
  of(log) {
    const known = this.#byLog.get(log);
    if (known !== undefined) return known;
    const created = new CounterTable();
    this.#byLog.set(log, created);
    return created;
  }
  get size() {
    let size = 0;
    for (const counters of this.#byLog.values()) size += counters.size;
    return size;
  }
  values() {
    return [...this.#byLog.values()].flatMap((counters) => counters.values());
  }
}
/** Counts requests per minute, upstream, route and status, and per minute, upstream, customer and status. */
export class RequestTrafficCounter {
  #counters = new CounterTables();
  #customerKey;
  constructor(customerKey) {
    this.#customerKey = customerKey;
  }
  /** Counts a request; `route` is null if the record does not say. */
  add(at, log, upstream, route, request, isSuccess) {
    const minute = floorToMinute(at);
    this.#increment('route', minute, log, upstream, request.host, route, request, isSuccess);
    const customer = identifyCustomer(this.#customerKey, request);
    if (customer !== null)
      this.#increment('customer', minute, log, upstream, null, customer, request, isSuccess);
  }
  /** Returns the counts and resets them. */
  drain() {
    const counts = this.#counters.values();
    this.#counters = new CounterTables();
    return counts;
  }
  /** True if the counts should be drained, as many are pending. */
  get isFull() {
    return this.#counters.size >= pendingCountersMax;
  }
  /** Takes its labels one by one: an object for each good request would be garbage at once. */
  #increment(dimension, minute, log, upstream, host, value, { status, madeBy }, isSuccess) {
    const key = `${dimension} ${host ?? ''} ${value ?? ''} ${upstream ?? ''}`;
    const counters = this.#counters.of(log);
    const counter =
      counters.get(minute, status, key) ??
      counters.set(status, key, {
        dimension,
        minute,
        log,
        upstream,
        host,
        value,
        status,
        requests: 0,
        successes: 0,
        madeByUpstream: 0,
      });
    increment(counter, isSuccess);
    if (madeBy === 'upstream') counter.madeByUpstream += 1;
  }
}
function increment(counter, isSuccess) {
  counter.requests += 1;
  if (isSuccess) counter.successes += 1;
}
/** Maximum number of pending counts: beyond it they are drained before their minute is over. */
const pendingCountersMax = 5_000;
/**
 * Counts the successful responses of each peer per minute. A crash loses the counts of the current minute, but no
 * failure or request count depends on them, and the hints that do can wait.
 */
export class PeerTrafficCounter {
  #counters = new Map();
  /** Counts the peer that answered, if any did: the only one, or the last one after others failed. */
  add(at, upstream, request, isSuccess) {
    const peer = isSuccess ? request.peer : findAnsweringPeer(request);
    if (upstream === null || peer === null) return;
    const minute = floorToMinute(at);
    const key = `${minute} ${upstream} ${peer}`;
    const counter = this.#counters.get(key) ?? { minute, upstream, peer, successes: 0 };
    counter.successes += 1;
    this.#counters.set(key, counter);
  }
  /** Returns and removes the counts whose minute is over, or all of them. */
  drain(now, flushAll) {
    const counters = [...this.#counters.values()];
    const isDue = ({ minute }) =>
      flushAll || counters.length > pendingCountersMax || minute + minuteMs <= now;
    const remaining = counters.filter((counter) => !isDue(counter));
    if (remaining.length === counters.length) return [];
    this.#counters = new Map(
      remaining.map((counter) => [`${counter.minute} ${counter.upstream} ${counter.peer}`, counter]),
    );
    return counters.filter(isDue);
  }
}
function findAnsweringPeer({ upstreamAttempts }) {
  const last = upstreamAttempts.at(-1);
  return last !== undefined && (last.status ?? 500) < 500 ? last.peer : null;
}
