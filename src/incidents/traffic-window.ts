import { floorToMinute, minuteMs } from '../base/duration.js';

/** Traffic of an upstream in one minute: requests in access logs, and client-impacting failures. */
export type TrafficMinute = {
  /** Start of the minute, epoch ms. */
  readonly minute: number;
  readonly upstream: string | null;
  readonly requests: number;
  readonly clientImpacting: number;
};

/** Traffic of some upstreams in a window. `requests` is null without an access log. */
export type TrafficTotals = { readonly requests: number | null; readonly clientImpacting: number };

/** Sliding window of requests and failures per minute and upstream. */
export class TrafficWindow {
  /** By minute, in order of arrival; then by upstream. */
  readonly #minutes = new Map<number, Map<string | null, { requests: number; clientImpacting: number }>>();

  constructor(minutes: readonly TrafficMinute[]) {
    for (const { minute, upstream, requests, clientImpacting } of minutes) {
      this.#add(upstream, minute, 'requests', requests);
      this.#add(upstream, minute, 'clientImpacting', clientImpacting);
    }
  }

  /** Counts requests, whatever their outcome. */
  recordRequests(upstream: string | null, at: number, requests: number): void {
    this.#add(upstream, at, 'requests', requests);
  }

  /** Counts a client-impacting failure, or takes it back if it turns out that no client saw it. */
  recordFailure(upstream: string | null, at: number, delta: 1 | -1): void {
    this.#add(upstream, at, 'clientImpacting', delta);
  }

  /** Traffic of these upstreams in the minutes that overlap the window. */
  sumTraffic(upstreams: readonly (string | null)[], at: number, windowMs: number): TrafficTotals {
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
  listUpstreams(at: number, windowMs: number): readonly (string | null)[] {
    const minutes = [...this.#minutes].filter(([minute]) => overlapsWindow(minute, at, windowMs));
    return [...new Set(minutes.flatMap(([, cells]) => [...cells.keys()]))];
  }

  #add(upstream: string | null, at: number, field: 'requests' | 'clientImpacting', count: number): void {
    const minute = floorToMinute(at);
    const cells = this.#minutes.get(minute) ?? this.#startMinute(minute);
    const cell = cells.get(upstream) ?? { requests: 0, clientImpacting: 0 };
    cell[field] += count;
    if (cells.size < upstreamsMax) cells.set(upstream, cell);
  }

  #startMinute(minute: number): Map<string | null, { requests: number; clientImpacting: number }> {
    const cells = new Map();
    this.#minutes.set(minute, cells);
    // Logs are read independently: the minute that arrived first is not always the oldest.
    while (this.#minutes.size > minutesMax) this.#minutes.delete(Math.min(...this.#minutes.keys()));
    return cells;
  }
}

/** Share of requests that failed, 0 to 1; null without an access log. */
export const computeFailureShare = ({ requests, clientImpacting }: TrafficTotals): number | null =>
  requests === null ? null : Math.min(1, clientImpacting / Math.max(requests, clientImpacting));

/** Time that must be restored after a restart: the longest window, rounded up. */
export const trafficWindowMs = 65 * minuteMs;

const overlapsWindow = (minute: number, at: number, windowMs: number) =>
  minute + minuteMs > at - windowMs && minute <= at;
/** Minutes kept: the longest window is an hour. */
const minutesMax = 65;
/** Upstreams kept per minute: more are a storm, whatever the rest have. */
const upstreamsMax = 1_000;
