import { hashIndexKeys, type KeyHashes } from './keys.js';
import type { PendingRequest } from './pending-request.js';
import { redactPendingRequest } from './redact-pending.js';

/** A pending request as the store keeps it, without secrets, and with what late lines find it by. */
export type StoredRequest = {
  readonly pending: PendingRequest;
  readonly keys: KeyHashes;
  /** Time of its first record, epoch ms. */
  readonly at: number;
};

/** Changes of the rows of pending requests; stored in one transaction with the checkpoint behind them. */
export type PendingChanges = {
  readonly saved: readonly StoredRequest[];
  /** Ids of rows that no record can belong to any more. */
  readonly removed: readonly number[];
};

export const noPendingChanges: PendingChanges = { saved: [], removed: [] };

/** Knows which pending requests have a row, and which rows have to change. */
export class RowChanges {
  /** Ids of requests in memory that have a row. */
  readonly #stored = new Set<number>();
  readonly #changed = new Set<PendingRequest>();
  readonly #archived = new Set<PendingRequest>();
  readonly #removed = new Set<number>();

  touch(pending: PendingRequest): void {
    this.#changed.add(pending);
  }

  markStored({ id }: PendingRequest): void {
    this.#stored.add(id);
  }

  remove(pending: PendingRequest): void {
    this.#changed.delete(pending);
    if (this.#stored.delete(pending.id)) this.#removed.add(pending.id);
  }

  removeId(id: number): void {
    this.#removed.add(id);
  }

  isRemoved(id: number): boolean {
    return this.#removed.has(id);
  }

  /** Notes that the request has left memory, and that its row must stay. */
  archive(pending: PendingRequest): void {
    const isStored = this.#stored.delete(pending.id);
    if (this.#changed.delete(pending) || !isStored) this.#archived.add(pending);
  }

  take(isReplay: boolean, isWorthStoring: (pending: PendingRequest) => boolean): PendingChanges {
    const saved = [...this.#archived];
    for (const pending of isReplay ? [] : this.#changed) {
      if (isWorthStoring(pending)) {
        saved.push(pending);
        this.#stored.add(pending.id);
      } else if (this.#stored.delete(pending.id)) this.#removed.add(pending.id);
    }
    const changes = { saved: saved.map(toStoredRequest), removed: [...this.#removed] };
    this.#changed.clear();
    this.#archived.clear();
    this.#removed.clear();
    return changes;
  }
}

function toStoredRequest(pending: PendingRequest): StoredRequest {
  const record = pending.attempts[0] ?? pending.request;
  return {
    pending: redactPendingRequest(pending),
    keys: record === null ? { connection: null, client: null } : hashIndexKeys(record),
    at: record?.at ?? pending.openedAt,
  };
}
