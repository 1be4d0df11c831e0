import { type CustomerKey, customerOf } from '../parse/customer.js';
import type { Request } from '../parse/event.js';
import { routeOf } from '../parse/route-template.js';
import type { PeerTraffic, RequestTraffic, Traffic } from './batch.js';

const minuteMs = 60_000;
const minuteOf = (at: number) => at - (at % minuteMs);

/** Counts requests per minute and upstream, so that a batch stores a few cells and not every request. */
export class TrafficCount {
  readonly #cells = new Cells<Traffic>();

  add(at: number, upstream: string | null, good: boolean): void {
    const minute = minuteOf(at);
    const key = upstream ?? '';
    count(
      this.#cells.at(minute, key) ?? this.#cells.put(key, { minute, upstream, requests: 0, good: 0 }),
      good,
    );
  }

  cells(): readonly Traffic[] {
    return this.#cells.all();
  }
}

/** Counters by minute and key. Minutes are not written into keys: that would take longer than all else here. */
class Cells<T extends { readonly minute: number }> {
  readonly #minutes = new Map<number, Map<string, Counting<T>>>();
  size = 0;

  at(minute: number, key: string): Counting<T> | undefined {
    return this.#minutes.get(minute)?.get(key);
  }

  put(key: string, cell: Counting<T>): Counting<T> {
    const cells = this.#minutes.get(cell.minute) ?? new Map<string, Counting<T>>();
    this.#minutes.set(cell.minute, cells.set(key, cell));
    this.size += 1;
    return cell;
  }

  all(): readonly T[] {
    return [...this.#minutes.values()].flatMap((cells) => [...cells.values()]);
  }
}

/** The same by what was asked for, and by whom. */
export class RequestCount {
  #cells = new Cells<RequestTraffic>();
  readonly #routes = new Map<string, string | null>();
  readonly #customerKey: CustomerKey | null;

  constructor(customerKey: CustomerKey | null) {
    this.#customerKey = customerKey;
  }

  add(at: number, upstream: string | null, request: Request, good: boolean): void {
    const minute = minuteOf(at);
    const { host } = request;
    const route = request.request === null ? null : this.#routeOf(request.request.target);
    this.#count({ by: 'route', minute, upstream, host, name: route }, good);
    const customer = customerOf(this.#customerKey, request);
    if (customer !== null)
      this.#count({ by: 'customer', minute, upstream, host: null, name: customer }, good);
  }

  /** What was counted; it is forgotten here. */
  take(): readonly RequestTraffic[] {
    const cells = this.#cells.all();
    this.#cells = new Cells();
    return cells;
  }

  /** True when so much waits that it should be told. */
  get isLarge(): boolean {
    return this.#cells.size >= pendingMax;
  }

  /** Few targets are asked for again and again, and a route takes longer to find than all else here. */
  #routeOf(target: string): string | null {
    const known = this.#routes.get(target);
    if (known !== undefined) return known;
    const route = routeOf(target);
    if (target.length > rememberedCharsMax) return route;
    if (this.#routes.size >= rememberedMax) this.#routes.clear();
    this.#routes.set(target, route);
    return route;
  }

  #count(of: Omit<RequestTraffic, 'requests' | 'good'>, good: boolean): void {
    const key = `${of.by} ${of.host ?? ''} ${of.name ?? ''} ${of.upstream ?? ''}`;
    count(this.#cells.at(of.minute, key) ?? this.#cells.put(key, { ...of, requests: 0, good: 0 }), good);
  }
}

function count(cell: Pick<Counting<Traffic>, 'requests' | 'good'>, good: boolean): void {
  cell.requests += 1;
  if (good) cell.good += 1;
}

/** Targets whose routes are remembered, and how long they may be. */
const rememberedMax = 2_000;
const rememberedCharsMax = 200;

/** Cells that wait for the end of their minute: peers are many, and hints can wait. */
const pendingMax = 5_000;

/**
 * Counts the good answers of each peer. Cells are told when their minute is over; a crash before that loses them, which
 * no failure or request count depends on.
 */
export class PeerCount {
  #cells = new Map<string, Counting<PeerTraffic>>();

  /** Counts who answered, if anybody did: the only peer, or the last one after others had failed. */
  add(at: number, upstream: string | null, request: Pick<Request, 'peer' | 'tries'>, good: boolean): void {
    const peer = good ? request.peer : answererOf(request);
    if (upstream === null || peer === null) return;
    const minute = minuteOf(at);
    const key = `${minute} ${upstream} ${peer}`;
    const cell = this.#cells.get(key) ?? { minute, upstream, peer, good: 0 };
    cell.good += 1;
    this.#cells.set(key, cell);
  }

  /** The cells whose minute is over, or all of them; they are forgotten here. */
  take(now: number, all: boolean): readonly PeerTraffic[] {
    const cells = [...this.#cells.values()];
    const isTold = ({ minute }: PeerTraffic) => all || cells.length > pendingMax || minute + minuteMs <= now;
    const kept = cells.filter((cell) => !isTold(cell));
    if (kept.length === cells.length) return [];
    this.#cells = new Map(kept.map((cell) => [`${cell.minute} ${cell.upstream} ${cell.peer}`, cell]));
    return cells.filter(isTold);
  }
}

type Counting<T> = { -readonly [key in keyof T]: T[key] };

function answererOf({ tries }: Pick<Request, 'tries'>): string | null {
  const last = tries.at(-1);
  return last !== undefined && (last.status ?? 500) < 500 ? last.peer : null;
}
