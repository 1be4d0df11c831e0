/** Finds entries by any of their keys, in order of arrival. */
export class KeyIndex<Entry> {
  readonly #byKey = new Map<string, Set<Entry>>();

  add(entry: Entry, keys: readonly string[]): void {
    for (const key of keys) {
      const entries = this.#byKey.get(key);
      if (entries === undefined) this.#byKey.set(key, new Set([entry]));
      else entries.add(entry);
    }
  }

  remove(entry: Entry, keys: readonly string[]): void {
    for (const key of keys) {
      const entries = this.#byKey.get(key);
      entries?.delete(entry);
      if (entries?.size === 0) this.#byKey.delete(key);
    }
  }

  /**
   * The first accepted entries of each key. One client may send the same request thousands of times, so that entries are
   * accepted one by one: a limit on all of them would hide the right one.
   */
  find(keys: readonly string[], isAccepted: (entry: Entry) => boolean): readonly Entry[] {
    let found: Set<Entry> | undefined;
    for (const key of keys) {
      let left = acceptedPerKeyMax;
      for (const entry of this.#byKey.get(key) ?? []) {
        if (!isAccepted(entry)) continue;
        found ??= new Set();
        found.add(entry);
        left -= 1;
        if (left === 0) break;
      }
    }
    return found === undefined ? noEntries : [...found];
  }
}

/** Entries that one record is compared with: more have the same client, request and time only in a flood. */
const acceptedPerKeyMax = 64;

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
    const keys = this.#entries.get(entry);
    if (keys === undefined) return;
    this.#index.remove(entry, keys);
    this.#entries.delete(entry);
  }

  find(keys: readonly string[], isAccepted: (entry: Entry) => boolean): readonly Entry[] {
    return this.#entries.size === 0 ? [] : this.#index.find(keys, isAccepted);
  }
}
