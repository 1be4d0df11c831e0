import { dropOldest } from '../../base/oldest.js';

/** Entries of one client and request that are compared, latest first: a health check may fail for hours. */
const comparedMax = 256;

/** Finds entries by any of their keys, in order of arrival. The oldest of too many under one key is not found. */
export class Shelf<Entry> {
  readonly #byKey = new Map<string, Set<Entry>>();

  put(entry: Entry, keys: readonly string[]): void {
    for (const key of keys) {
      const sharing = this.#byKey.get(key);
      if (sharing === undefined) this.#byKey.set(key, new Set([entry]));
      else sharing.add(entry);
      if (sharing !== undefined && sharing.size > comparedMax) dropOldest(sharing);
    }
  }

  drop(entry: Entry, keys: readonly string[]): void {
    for (const key of keys) {
      const sharing = this.#byKey.get(key);
      sharing?.delete(entry);
      if (sharing?.size === 0) this.#byKey.delete(key);
    }
  }

  near(keys: readonly string[]): readonly Entry[] {
    let found: Set<Entry> | undefined;
    for (const key of keys) {
      const sharing = this.#byKey.get(key);
      if (sharing !== undefined) found = found === undefined ? sharing : new Set([...found, ...sharing]);
    }
    return found === undefined ? nothing : [...found];
  }
}

/** Most lines are near nothing. */
const nothing: readonly never[] = [];

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
