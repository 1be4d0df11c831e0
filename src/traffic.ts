import type { PeerTraffic, RouteTraffic, Traffic } from './batch.js';
import type { Request } from './event.js';
import { routeOf } from './route.js';

const minuteMs = 60_000;
const minuteOf = (at: number) => at - (at % minuteMs);

/** Counts requests per minute and upstream, so that a batch stores a few cells and not every request. */
export class TrafficCount {
  readonly #cells = new Map<string, Counting<Traffic>>();

  add(at: number, upstream: string | null, good: boolean): void {
    const minute = minuteOf(at);
    const key = `${minute} ${upstream ?? ''}`;
    const cell = this.#cells.get(key) ?? { minute, upstream, requests: 0, good: 0 };
    cell.requests += 1;
    if (good) cell.good += 1;
    this.#cells.set(key, cell);
  }

  cells(): readonly Traffic[] {
    return [...this.#cells.values()];
  }
}

/** The same by what was asked for as well. */
export class RouteCount {
  #cells = new Map<string, Counting<RouteTraffic>>();

  add(at: number, upstream: string | null, { host, request }: Request, good: boolean): void {
    const minute = minuteOf(at);
    const route = routeOf(request?.target ?? null);
    const key = `${minute} ${host ?? ''} ${route ?? ''} ${upstream ?? ''}`;
    const cell = this.#cells.get(key);
    if (cell === undefined) {
      this.#cells.set(key, { minute, upstream, host, route, requests: 1, good: Number(good) });
      return;
    }
    cell.requests += 1;
    if (good) cell.good += 1;
  }

  /** What was counted; it is forgotten here. */
  take(): readonly RouteTraffic[] {
    const cells = [...this.#cells.values()];
    this.#cells = new Map();
    return cells;
  }

  /** True when so much waits that it should be told. */
  get isLarge(): boolean {
    return this.#cells.size >= pendingMax;
  }
}

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
