import { minuteMs } from '../base/duration.js';
import { type CustomerKey, identifyCustomer } from '../parse/customer.js';
import type { Request } from '../parse/event.js';
import { normalizeRoute } from '../parse/route-template.js';
import type { PeerTraffic, RequestTraffic, UpstreamTraffic } from './batch.js';

const floorToMinute = (at: number) => at - (at % minuteMs);

/** Counts requests per minute and upstream, so that a batch stores a few cells and not every request. */
export class UpstreamTrafficCounter {
  readonly #counters = new CounterTable<UpstreamTraffic>();

  add(at: number, upstream: string | null, isSuccess: boolean): void {
    const minute = floorToMinute(at);
    const key = upstream ?? '';
    increment(
      this.#counters.get(minute, key) ??
        this.#counters.set(key, { minute, upstream, requests: 0, successes: 0 }),
      isSuccess,
    );
  }

  listCounts(): readonly UpstreamTraffic[] {
    return this.#counters.values();
  }
}

/** Counters by minute and key. Minutes are not written into keys: that would take longer than all else here. */
class CounterTable<T extends { readonly minute: number }> {
  readonly #byMinute = new Map<number, Map<string, Mutable<T>>>();
  size = 0;

  get(minute: number, key: string): Mutable<T> | undefined {
    return this.#byMinute.get(minute)?.get(key);
  }

  set(key: string, counter: Mutable<T>): Mutable<T> {
    const counters = this.#byMinute.get(counter.minute) ?? new Map<string, Mutable<T>>();
    this.#byMinute.set(counter.minute, counters.set(key, counter));
    this.size += 1;
    return counter;
  }

  values(): readonly T[] {
    return [...this.#byMinute.values()].flatMap((counters) => [...counters.values()]);
  }
}

/** The same by what was asked for, and by whom. */
export class RequestTrafficCounter {
  #counters = new CounterTable<RequestTraffic>();
  readonly #routeByTarget = new Map<string, string | null>();
  readonly #customerKey: CustomerKey | null;

  constructor(customerKey: CustomerKey | null) {
    this.#customerKey = customerKey;
  }

  add(at: number, upstream: string | null, request: Request, isSuccess: boolean): void {
    const minute = floorToMinute(at);
    const { host } = request;
    const route = request.request === null ? null : this.#getRoute(request.request.target);
    this.#increment({ dimension: 'route', minute, upstream, host, value: route }, isSuccess);
    const customer = identifyCustomer(this.#customerKey, request);
    if (customer !== null)
      this.#increment({ dimension: 'customer', minute, upstream, host: null, value: customer }, isSuccess);
  }

  /** What was counted; it is forgotten here. */
  drain(): readonly RequestTraffic[] {
    const counts = this.#counters.values();
    this.#counters = new CounterTable();
    return counts;
  }

  /** True when so much waits that it should be told. */
  get isFull(): boolean {
    return this.#counters.size >= pendingCountersMax;
  }

  /** Few targets are asked for again and again, and a route takes longer to find than all else here. */
  #getRoute(target: string): string | null {
    const cached = this.#routeByTarget.get(target);
    if (cached !== undefined) return cached;
    const route = normalizeRoute(target);
    if (target.length > cachedTargetCharsMax) return route;
    if (this.#routeByTarget.size >= cachedRoutesMax) this.#routeByTarget.clear();
    this.#routeByTarget.set(target, route);
    return route;
  }

  #increment(labels: Omit<RequestTraffic, 'requests' | 'successes'>, isSuccess: boolean): void {
    const key = `${labels.dimension} ${labels.host ?? ''} ${labels.value ?? ''} ${labels.upstream ?? ''}`;
    increment(
      this.#counters.get(labels.minute, key) ??
        this.#counters.set(key, { ...labels, requests: 0, successes: 0 }),
      isSuccess,
    );
  }
}

function increment(
  counter: Pick<Mutable<UpstreamTraffic>, 'requests' | 'successes'>,
  isSuccess: boolean,
): void {
  counter.requests += 1;
  if (isSuccess) counter.successes += 1;
}

/** Targets whose routes are remembered, and how long they may be. */
const cachedRoutesMax = 2_000;
const cachedTargetCharsMax = 200;

/** Cells that wait for the end of their minute: peers are many, and hints can wait. */
const pendingCountersMax = 5_000;

/**
 * Counts the good answers of each peer. Cells are told when their minute is over; a crash before that loses them, which
 * no failure or request count depends on.
 */
export class PeerTrafficCounter {
  #counters = new Map<string, Mutable<PeerTraffic>>();

  /** Counts who answered, if anybody did: the only peer, or the last one after others had failed. */
  add(
    at: number,
    upstream: string | null,
    request: Pick<Request, 'peer' | 'upstreamAttempts'>,
    isSuccess: boolean,
  ): void {
    const peer = isSuccess ? request.peer : findAnsweringPeer(request);
    if (upstream === null || peer === null) return;
    const minute = floorToMinute(at);
    const key = `${minute} ${upstream} ${peer}`;
    const counter = this.#counters.get(key) ?? { minute, upstream, peer, successes: 0 };
    counter.successes += 1;
    this.#counters.set(key, counter);
  }

  /** The cells whose minute is over, or all of them; they are forgotten here. */
  drain(now: number, flushAll: boolean): readonly PeerTraffic[] {
    const counters = [...this.#counters.values()];
    const isDue = ({ minute }: PeerTraffic) =>
      flushAll || counters.length > pendingCountersMax || minute + minuteMs <= now;
    const remaining = counters.filter((counter) => !isDue(counter));
    if (remaining.length === counters.length) return [];
    this.#counters = new Map(
      remaining.map((counter) => [`${counter.minute} ${counter.upstream} ${counter.peer}`, counter]),
    );
    return counters.filter(isDue);
  }
}

type Mutable<T> = { -readonly [key in keyof T]: T[key] };

function findAnsweringPeer({ upstreamAttempts }: Pick<Request, 'upstreamAttempts'>): string | null {
  const last = upstreamAttempts.at(-1);
  return last !== undefined && (last.status ?? 500) < 500 ? last.peer : null;
}
