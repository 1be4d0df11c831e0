import { floorToMinute, minuteMs } from '../base/duration.js';
/** Sliding window of requests and failures per minute and upstream. */
export class TrafficWindow {
  /** By minute, in order of arrival; then by upstream. */
  #minutes = new Map();
  constructor(minutes) {
    for (const { minute, upstream, requests, clientImpacting } of minutes) {
      this.#add(upstream, minute, 'requests', requests);
      this.#add(upstream, minute, 'clientImpacting', clientImpacting);
    }
  }
  /** Counts requests, whatever their outcome. */
  recordRequests(upstream, at, requests) {
    this.#add(upstream, at, 'requests', requests);
  }
  /** Counts a client-impacting failure, or takes it back if it turns out that no client saw it. */
  recordFailure(upstream, at, delta) {
    this.#add(upstream, at, 'clientImpacting', delta);
  }
  /** Traffic of these upstreams in the minutes that overlap the window. */
  sumTraffic(upstreams, at, windowMs) {
    let requests = 0;
    let clientImpacting = 0;
    for (const [minute, cells] of this.#minutes) {
      if (!overlapsWindow(minute, at, windowMs)) continue;
      for (const upstream of upstreams) {
        const cell = cells.get(upstream);
        requests += cell?.requests ?? 0;
        clientImpacting += cell?.clientImpacting ?? 0;
      }
    }
    return { requests: requests === 0 ? null : requests, clientImpacting: Math.max(0, clientImpacting) };
  }
  /** Upstreams with traffic in the minutes that overlap the window. */
  listUpstreams(at, windowMs) {
    const minutes = [...this.#minutes].filter(([minute]) => overlapsWindow(minute, at, windowMs));
    return [...new Set(minutes.flatMap(([, cells]) => [...cells.keys()]))];
  }
  #add(upstream, at, field, count) {
    const minute = floorToMinute(at);
    const cells = this.#minutes.get(minute) ?? this.#startMinute(minute);
    const cell = cells.get(upstream) ?? { requests: 0, clientImpacting: 0 };
    cell[field] += count;
    if (cells.size < upstreamsMax) cells.set(upstream, cell);
  }
  #startMinute(minute) {
    const cells = new Map();
    this.#minutes.set(minute, cells);
    // Logs are read independently: the minute that arrived first is not always the oldest.
    while (this.#minutes.size > minutesMax) this.#minutes.delete(Math.min(...this.#minutes.keys()));
    return cells;
  }
}
/** Share of requests that failed, 0 to 1; null without an access log. */
export const computeFailureShare = ({ requests, clientImpacting }) =>
  requests === null ? null : Math.min(1, clientImpacting / Math.max(requests, clientImpacting));
/** Time that must be restored after a restart: the longest window, rounded up. */
export const trafficWindowMs = 65 * minuteMs;
const overlapsWindow = (minute, at, windowMs) => minute + minuteMs > at - windowMs && minute <= at;
/** Minutes kept: the longest window is an hour. */
const minutesMax = 65;
/** Upstreams kept per minute: more are a storm, whatever the rest have. */
const upstreamsMax = 1_000;
