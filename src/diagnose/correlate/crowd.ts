/** Time and status of one record of an entry. */
export type Moment = { readonly at: number | null; readonly status: number | null };

/** Where to look in a crowd: around a moment, no further back or ahead than this. */
export type TimeWindow = Moment & { readonly beforeMs: number; readonly afterMs: number };

/** Entries that share a key, such as thousands of failures of a client that repeats one request: by second and status. */
export class Crowd<Entry> {
  readonly #bySecond = new Map<number, Map<number, Set<Entry>>>();
  readonly #listMoments: (entry: Entry) => readonly Moment[];

  constructor(entries: readonly Entry[], listMoments: (entry: Entry) => readonly Moment[]) {
    this.#listMoments = listMoments;
    for (const entry of entries) this.add(entry);
  }

  get isEmpty(): boolean {
    return this.#bySecond.size === 0;
  }

  add(entry: Entry): void {
    for (const moment of this.#listMoments(entry)) {
      const second = getSecond(moment);
      const status = moment.status ?? unknown;
      const byStatus = this.#bySecond.get(second) ?? new Map<number, Set<Entry>>();
      if (byStatus.size === 0) this.#bySecond.set(second, byStatus);
      const entries = byStatus.get(status);
      if (entries === undefined) byStatus.set(status, new Set([entry]));
      else entries.add(entry);
    }
  }

  remove(entry: Entry): void {
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
  findNearest(window: TimeWindow, isAccepted: (entry: Entry) => boolean): ReadonlySet<Entry> {
    const found = new Set<Entry>();
    const seconds = this.#listSeconds(window);
    const status = window.status ?? unknown;
    let left = examinedMax;
    const take = (entries: ReadonlySet<Entry>): void => {
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
  #listSeconds({ at, beforeMs, afterMs }: TimeWindow): readonly ReadonlyMap<number, Set<Entry>>[] {
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
const getSecond = ({ at }: Moment): number => (at === null ? unknown : Math.floor(at / secondMs));

/** Entries that one record is compared with. */
const foundMax = 64;
/** Entries that are asked, once of the same status and once of others. */
const examinedMax = 500;
/** Nothing waits longer in memory. */
const secondsMax = 600;
