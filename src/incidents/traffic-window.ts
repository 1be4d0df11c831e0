import { minuteMs } from '../base/duration.js';
/** One minute of an upstream: its requests as access logs tell, and its failures that clients saw, or may have seen. */
export type TrafficMinute = {
  /** Its start, epoch ms. */
  readonly minute: number;
  readonly upstream: string | null;
  readonly requests: number;
  readonly clientImpacting: number;
};

/** What went through some upstreams lately. `requests` is null where no access log tells. */
export type TrafficTotals = { readonly requests: number | null; readonly clientImpacting: number };

/** The last minutes of every upstream: whether five failures are many depends on how many requests went well. */
export class TrafficWindow {
  /** By minute, the latest last; then by upstream. */
  readonly #minutes = new Map<number, Map<string | null, { requests: number; alarming: number }>>();

  constructor(minutes: readonly TrafficMinute[]) {
    for (const { minute, upstream, requests, clientImpacting } of minutes) {
      this.#add(upstream, minute, 'requests', requests);
      this.#add(upstream, minute, 'alarming', clientImpacting);
    }
  }

  recordRequests(upstream: string | null, at: number, requests: number): void {
    this.#add(upstream, at, 'requests', requests);
  }

  /** Counts a failure that clients saw, or one less when it turns out that they did not. */
  recordFailure(upstream: string | null, at: number, delta: 1 | -1): void {
    this.#add(upstream, at, 'alarming', delta);
  }

  /** What went through these upstreams in the minutes that the window touches. */
  sumTraffic(upstreams: readonly (string | null)[], at: number, windowMs: number): TrafficTotals {
    let requests = 0;
    let clientImpacting = 0;
    for (const [minute, cells] of this.#minutes) {
      if (!overlapsWindow(minute, at, windowMs)) continue;
      for (const upstream of upstreams) {
        const cell = cells.get(upstream);
        requests += cell?.requests ?? 0;
        clientImpacting += cell?.alarming ?? 0;
      }
    }
    return { requests: requests === 0 ? null : requests, clientImpacting: Math.max(0, clientImpacting) };
  }

  /** The upstreams of the minutes that the window touches. */
  listUpstreams(at: number, windowMs: number): readonly (string | null)[] {
    const minutes = [...this.#minutes].filter(([minute]) => overlapsWindow(minute, at, windowMs));
    return [...new Set(minutes.flatMap(([, cells]) => [...cells.keys()]))];
  }

  #add(upstream: string | null, at: number, field: 'requests' | 'alarming', count: number): void {
    const minute = floorToMinute(at);
    const cells = this.#minutes.get(minute) ?? this.#startMinute(minute);
    const cell = cells.get(upstream) ?? { requests: 0, alarming: 0 };
    cell[field] += count;
    if (cells.size < upstreamsMax) cells.set(upstream, cell);
  }

  #startMinute(minute: number): Map<string | null, { requests: number; alarming: number }> {
    const cells = new Map();
    this.#minutes.set(minute, cells);
    // Logs are read at their own pace: the minute that was heard of first is not always the oldest.
    while (this.#minutes.size > minutesMax) this.#minutes.delete(Math.min(...this.#minutes.keys()));
    return cells;
  }
}

/** The share of requests that failed; null where no access log tells. */
export const computeFailureShare = ({ requests, clientImpacting }: TrafficTotals): number | null =>
  requests === null ? null : Math.min(1, clientImpacting / Math.max(requests, clientImpacting));

/** What a restart needs to know again. */
export const trafficWindowMs = 65 * minuteMs;

const overlapsWindow = (minute: number, at: number, windowMs: number) =>
  minute + minuteMs > at - windowMs && minute <= at;
const floorToMinute = (at: number) => Math.floor(at / minuteMs) * minuteMs;
/** The longest window is an hour. */
const minutesMax = 65;
/** A minute with more upstreams than this is a storm, whatever the others had. */
const upstreamsMax = 1_000;
