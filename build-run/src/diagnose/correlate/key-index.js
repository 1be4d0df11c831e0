import { Crowd } from './crowd.js';
/** Finds entries by any of their keys. Where many share a key, those that are nearest in time. */
export class KeyIndex {
  #byKey = new Map();
  #listMoments;
  constructor(listMoments) {
    this.#listMoments = listMoments;
  }
  add(entry, keys) {
    for (const key of keys) {
      const entries = this.#byKey.get(key);
      if (entries === undefined) this.#byKey.set(key, [entry]);
      else if (entries instanceof Crowd) entries.add(entry);
      else if (entries.length < crowdMin) {
        if (!entries.includes(entry)) entries.push(entry);
      } else this.#byKey.set(key, new Crowd([...entries, entry], this.#listMoments));
    }
  }
  /** Before the entry changes, as its keys and moments say where it is. */
  remove(entry, keys) {
    for (const key of keys) {
      const entries = this.#byKey.get(key);
      if (entries instanceof Crowd) {
        entries.remove(entry);
        if (entries.isEmpty) this.#byKey.delete(key);
        continue;
      }
      const index = entries?.indexOf(entry) ?? -1;
      if (index >= 0) entries?.splice(index, 1);
      if (entries?.length === 0) this.#byKey.delete(key);
    }
  }
  /** Accepted entries: all of a key with few, and of a crowd the nearest ones. */
  find(keys, window, isAccepted) {
    let found;
    for (const key of keys) {
      const entries = this.#byKey.get(key);
      if (entries === undefined) continue;
      const accepted =
        entries instanceof Crowd ? entries.findNearest(window, isAccepted) : entries.filter(isAccepted);
      found ??= new Set();
      for (const entry of accepted) found.add(entry);
    }
    return found === undefined ? noEntries : [...found];
  }
}
/** Entries of one key from which their times are indexed too. */
const crowdMin = 32;
/** Shared, as most look-ups find nothing. */
const noEntries = [];
/** The latest entries that wait for nothing, but may explain a record of the other log that is read later. */
export class BoundedKeyIndex {
  /** In order of arrival, each with its keys. */
  #entries = new Map();
  /** Stays where it is: a new one would first pass over all that was removed. */
  #oldest = this.#entries.keys();
  #index;
  #entriesMax;
  constructor(entriesMax, listMoments) {
    this.#entriesMax = entriesMax;
    this.#index = new KeyIndex(listMoments);
  }
  add(entry, keys) {
    this.#entries.set(entry, keys);
    this.#index.add(entry, keys);
    if (this.#entries.size > this.#entriesMax) this.#removeOldest();
  }
  #removeOldest() {
    let oldest = this.#oldest.next();
    if (oldest.done) {
      this.#oldest = this.#entries.keys();
      oldest = this.#oldest.next();
    }
    if (!oldest.done) this.remove(oldest.value);
  }
  remove(entry) {
    const keys = this.#entries.get(entry);
    if (keys === undefined) return;
    this.#index.remove(entry, keys);
    this.#entries.delete(entry);
  }
  find(keys, window, isAccepted) {
    return this.#entries.size === 0 ? noEntries : this.#index.find(keys, window, isAccepted);
  }
}
