import { hashIndexKeys } from './keys.js';
import { redactPendingRequest } from './redact-pending.js';
export const noPendingChanges = { saved: [], removed: [] };
/** Knows which pending requests have a row, and which rows have to change. */
export class RowChanges {
  /** Ids of requests in memory that have a row. */
  #stored = new Set();
  #changed = new Set();
  #archived = new Set();
  #removed = new Set();
  touch(pending) {
    this.#changed.add(pending);
  }
  markStored({ id }) {
    this.#stored.add(id);
  }
  remove(pending) {
    this.#changed.delete(pending);
    if (this.#stored.delete(pending.id)) this.#removed.add(pending.id);
  }
  removeId(id) {
    this.#removed.add(id);
  }
  isRemoved(id) {
    return this.#removed.has(id);
  }
  /** Notes that the request has left memory, and that its row must stay. */
  archive(pending) {
    const isStored = this.#stored.delete(pending.id);
    if (this.#changed.delete(pending) || !isStored) this.#archived.add(pending);
  }
  take(isReplay, isWorthStoring) {
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
function toStoredRequest(pending) {
  const record = pending.attempts[0] ?? pending.request;
  return {
    pending: redactPendingRequest(pending),
    keys: record === null ? { connection: null, client: null } : hashIndexKeys(record),
    at: record?.at ?? pending.openedAt,
  };
}
