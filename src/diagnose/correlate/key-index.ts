/** Maximum number of entries for one client and request: a health check may fail for hours. */
const entriesPerKeyMax = 256;

/** Finds entries by any of their keys, in order of arrival. Above the limit of a key, its oldest entry is not found. */
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

/** Shared, as most look-ups find nothing. */
const noEntries: readonly never[] = [];

/** The latest entries that wait for nothing, but may explain a record of the other log that is read later. */
export class BoundedKeyIndex<Entry> {
  /** In order of arrival, each with its keys. */
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

/** A plain set rather than an LRU cache: there is one for each key, and thousands of records a second. */
function removeOldest(entries: Set<unknown>): void {
  const [oldest] = entries;
  entries.delete(oldest);
}
