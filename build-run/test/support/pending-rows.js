/** Stands in for the rows of pending requests in the store. */
export class PendingRows {
  #rows = new Map();
  commit({ saved, removed }) {
    for (const { pending } of saved) this.#rows.set(pending.id, JSON.stringify(pending));
    for (const id of removed) this.#rows.delete(id);
    return this;
  }
  get size() {
    return this.#rows.size;
  }
  restore() {
    const latest = [...this.#rows.values()].map((row) => JSON.parse(row));
    return { latest, nextId: 1 + Math.max(0, ...this.#rows.keys()) };
  }
  toString() {
    return [...this.#rows.values()].join('\n');
  }
}
