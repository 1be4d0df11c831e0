import type { Traffic } from './batch.js';

const minuteMs = 60_000;

/** Counts requests per minute and upstream, so that a batch stores a few cells and not every request. */
export class TrafficCount {
  readonly #cells = new Map<
    string,
    { minute: number; upstream: string | null; requests: number; good: number }
  >();

  add(at: number, upstream: string | null, good: boolean): void {
    const minute = at - (at % minuteMs);
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
