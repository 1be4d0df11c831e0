/** Entries of one client and request that are compared, latest first: a health check may fail for hours. */
const entriesPerKeyMax = 256;

/** Finds entries by any of their keys, in order of arrival. The oldest of too many under one key is not found. */
export class KeyIndex<Entry> {
  readonly #byKey = new Map<string, Set<Entry>>();

  add(entry: Entry, keys: readonly string[]): void {
    for (const key of keys) {
      const entries = this.#byKey.get(key);
      if (entries === undefined) this.#byKey.set(key, new Set([entry]));
      else entries.add(entry);
      if (entries !== undefined && entries.size > entriesPerKeyMax) removeOldest(entries);
    }
  }

  remove(entry: Entry, keys: readonly string[]): void {
    for (const key of keys) {
      const entries = this.#byKey.get(key);
      entries?.delete(entry);
      if (entries?.size === 0) this.#byKey.delete(key);
    }
  }

  find(keys: readonly string[]): readonly Entry[] {
    let found: Set<Entry> | undefined;
    for (const key of keys) {
      const entries = this.#byKey.get(key);
      if (entries !== undefined) found = found === undefined ? entries : new Set([...found, ...entries]);
    }
    return found === undefined ? noEntries : [...found];
  }
}

/** Most lines are near nothing. */
const noEntries: readonly never[] = [];

/** The latest entries of a kind that waits for nothing, but may explain a record of the other log that is read later. */
export class BoundedKeyIndex<Entry> {
  /** In order of arrival, each with the keys that it is found by. */
  readonly #entries = new Map<Entry, readonly string[]>();
  readonly #index = new KeyIndex<Entry>();
  readonly #entriesMax: number;

  constructor(entriesMax: number) {
    this.#entriesMax = entriesMax;
  }

  add(entry: Entry, keys: readonly string[]): void {
    this.#entries.set(entry, keys);
    this.#index.add(entry, keys);
    if (this.#entries.size <= this.#entriesMax) return;
    for (const oldest of this.#entries.keys()) return void this.remove(oldest);
  }

  remove(entry: Entry): void {
    this.#index.remove(entry, this.#entries.get(entry) ?? []);
    this.#entries.delete(entry);
  }

  find(keys: readonly string[]): readonly Entry[] {
    return this.#entries.size === 0 ? [] : this.#index.find(keys);
  }
}

/** By hand and not by an LRU cache, as there is a set for each key and records come by the thousand a second. */
function removeOldest(entries: Set<unknown>): void {
  const [oldest] = entries;
  entries.delete(oldest);
}
