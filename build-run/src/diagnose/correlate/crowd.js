/** Entries that share a key, such as thousands of failures of a client that repeats one request: by second and status. */
export class Crowd {
  #bySecond = new Map();
  #listMoments;
  constructor(entries, listMoments) {
    this.#listMoments = listMoments;
    for (const entry of entries) this.add(entry);
  }
  get isEmpty() {
    return this.#bySecond.size === 0;
  }
  add(entry) {
    for (const moment of this.#listMoments(entry)) {
      const second = getSecond(moment);
      const status = moment.status ?? unknown;
      const byStatus = this.#bySecond.get(second) ?? new Map();
      if (byStatus.size === 0) this.#bySecond.set(second, byStatus);
      const entries = byStatus.get(status);
      if (entries === undefined) byStatus.set(status, new Set([entry]));
      else entries.add(entry);
    }
  }
  remove(entry) {
    for (const moment of this.#listMoments(entry)) {
      const second = getSecond(moment);
      const status = moment.status ?? unknown;
      const byStatus = this.#bySecond.get(second);
      const entries = byStatus?.get(status);
      entries?.delete(entry);
      if (entries?.size === 0) byStatus?.delete(status);
      if (byStatus?.size === 0) this.#bySecond.delete(second);
    }
  }
  /** Accepted entries: first those with the same status, each from the nearest second on, in order of arrival. */
  findNearest(window, isAccepted) {
    const found = new Set();
    const seconds = this.#listSeconds(window);
    const status = window.status ?? unknown;
    let left = examinedMax;
    const take = (entries) => {
      for (const entry of entries) {
        if (found.size >= foundMax || left <= 0) return;
        left -= 1;
        if (isAccepted(entry)) found.add(entry);
      }
    };
    for (const byStatus of seconds) {
      const entries = byStatus.get(status);
      if (entries !== undefined) take(entries);
    }
    left = examinedMax;
    for (const byStatus of seconds)
      for (const [other, entries] of byStatus) if (other !== status) take(entries);
    return found;
  }
  /** Those within the window, the nearest first. */
  #listSeconds({ at, beforeMs, afterMs }) {
    if (at === null) return [...this.#bySecond.values()].slice(0, secondsMax);
    const near = [this.#bySecond.get(unknown)];
    const second = Math.floor(at / secondMs);
    const [before, after] = [Math.ceil(beforeMs / secondMs), Math.ceil(afterMs / secondMs)];
    for (let offset = 0; offset <= Math.min(Math.max(before, after), secondsMax); offset += 1) {
      if (offset <= before) near.push(this.#bySecond.get(second - offset));
      if (offset <= after && offset > 0) near.push(this.#bySecond.get(second + offset));
    }
    return near.filter((byStatus) => byStatus !== undefined);
  }
}
const secondMs = 1_000;
/** Of a record without a time or status. */
const unknown = -1;
const getSecond = ({ at }) => (at === null ? unknown : Math.floor(at / secondMs));
/** Entries that one record is compared with. */
const foundMax = 64;
/** Entries that are asked, once of the same status and once of others. */
const examinedMax = 500;
/** Nothing waits longer in memory. */
const secondsMax = 600;
