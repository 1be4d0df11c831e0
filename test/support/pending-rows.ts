import type { RestoredRequests } from '../../src/diagnose/correlate/correlator-state.js';
import type { PendingRequest } from '../../src/diagnose/correlate/pending-request.js';
import type { PendingChanges } from '../../src/diagnose/correlate/pending-rows.js';

/** Stands in for the rows of pending requests in the store. */
export class PendingRows {
  readonly #rows = new Map<number, string>();

  commit({ saved, removed }: PendingChanges): this {
    for (const { pending } of saved) this.#rows.set(pending.id, JSON.stringify(pending));
    for (const id of removed) this.#rows.delete(id);
    return this;
  }

  get size(): number {
    return this.#rows.size;
  }

  restore(): RestoredRequests {
    const latest: PendingRequest[] = [...this.#rows.values()].map((row) => JSON.parse(row));
    return { latest, nextId: 1 + Math.max(0, ...this.#rows.keys()) };
  }

  toString(): string {
    return [...this.#rows.values()].join('\n');
  }
}
