import { Shelf } from './shelf.js';

/** The latest entries of a kind that waits for nothing, but may explain a record of the other log that is read later. */
export class Recent<Entry> {
  /** In order of arrival, each with the keys that it is found by. */
  readonly #entries = new Map<Entry, readonly string[]>();
  readonly #shelf = new Shelf<Entry>();
  readonly #max: number;

  constructor(max: number) {
    this.#max = max;
  }

  add(entry: Entry, keys: readonly string[]): void {
    this.#entries.set(entry, keys);
    this.#shelf.put(entry, keys);
    if (this.#entries.size <= this.#max) return;
    for (const oldest of this.#entries.keys()) return void this.take(oldest);
  }

  take(entry: Entry): void {
    this.#shelf.drop(entry, this.#entries.get(entry) ?? []);
    this.#entries.delete(entry);
  }

  near(keys: readonly string[]): readonly Entry[] {
    return this.#entries.size === 0 ? [] : this.#shelf.near(keys);
  }
}
