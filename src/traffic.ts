import type { PeerTraffic, Traffic } from './batch.js';
import type { Request } from './event.js';

const minuteMs = 60_000;

/** Counts requests per minute, upstream and peer, so that a batch stores a few cells and not every request. */
export class TrafficCount {
  readonly #cells = new Map<string, Counting<Traffic>>();
  readonly #peers = new Map<string, Counting<PeerTraffic>>();

  /** Counts a request. `good` are those that met no failure. */
  add(at: number, upstream: string | null, request: Pick<Request, 'peer' | 'tries'>, good: boolean): void {
    const minute = at - (at % minuteMs);
    const key = `${minute} ${upstream ?? ''}`;
    const cell = this.#cells.get(key) ?? { minute, upstream, requests: 0, good: 0 };
    cell.requests += 1;
    if (good) cell.good += 1;
    this.#cells.set(key, cell);
    const peer = good ? request.peer : answererOf(request);
    if (upstream !== null && peer !== null) this.#addPeer(minute, upstream, peer);
  }

  cells(): readonly Traffic[] {
    return [...this.#cells.values()];
  }

  peers(): readonly PeerTraffic[] {
    return [...this.#peers.values()];
  }

  #addPeer(minute: number, upstream: string, peer: string): void {
    const key = `${minute} ${upstream} ${peer}`;
    const cell = this.#peers.get(key) ?? { minute, upstream, peer, good: 0 };
    cell.good += 1;
    this.#peers.set(key, cell);
  }
}

type Counting<T> = { -readonly [key in keyof T]: T[key] };

/** Who answered well after other tries had failed. */
function answererOf({ tries }: Pick<Request, 'tries'>): string | null {
  const last = tries.at(-1);
  return last !== undefined && (last.status ?? 500) < 500 ? last.peer : null;
}
