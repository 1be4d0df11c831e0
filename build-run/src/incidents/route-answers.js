import { minuteMs } from '../base/duration.js';
/**
 * What good answers of the last quarter of an hour were like, by route: a histogram of their times, of a thousand bytes, and
 * the largest header. It tells a route that is slow by nature from one that became slow. Empty after a restart: then it is not known.
 */
export class RouteAnswers {
  #byRoute = new Map();
  #size = 0;
  /** The slot in which quiet routes were looked for last: once is enough, as the search is long. */
  #searchedSlot = -1;
  /** Adds a good answer. Nothing is allocated but for a new route. */
  add(requested, durationMs, headerBytes, at) {
    const slot = Math.floor(at / slotMs);
    const histograms = this.#find(requested) ?? this.#create(requested, slot);
    if (histograms === undefined) return;
    const { slots, counts, headerBytesMax } = histograms;
    const index = slot % slotsKept;
    const start = index * bucketCount;
    if (slots[index] !== slot) {
      // A line that comes a quarter of an hour late.
      if ((slots[index] ?? 0) > slot) return;
      slots[index] = slot;
      counts.fill(0, start, start + bucketCount);
      headerBytesMax[index] = 0;
    }
    const bucket = start + findBucket(durationMs);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
    if (headerBytes !== null && headerBytes > (headerBytesMax[index] ?? 0))
      headerBytesMax[index] = headerBytes;
  }
  /** The answers of the slots that were over at that time; null where too few answers are known. */
  before(requested, at) {
    const histograms = this.#find(requested);
    if (histograms === undefined) return null;
    const nowSlot = Math.floor(at / slotMs);
    let headerBytes = 0;
    const sums = new Array(bucketCount).fill(0);
    histograms.slots.forEach((slot, index) => {
      if (slot >= nowSlot || slot < nowSlot - slotsKept) return;
      headerBytes = Math.max(headerBytes, histograms.headerBytesMax[index] ?? 0);
      for (let bucket = 0; bucket < bucketCount; bucket += 1)
        sums[bucket] = (sums[bucket] ?? 0) + (histograms.counts[index * bucketCount + bucket] ?? 0);
    });
    const answers = sums.reduce((sum, count) => sum + count, 0);
    return answers < answersMin
      ? null
      : {
          answers,
          p50Ms: findQuantile(sums, answers * 0.5),
          p99Ms: findQuantile(sums, answers * 0.99),
          headerBytes: headerBytes === 0 ? null : headerBytes,
        };
  }
  #find({ method, host, route }) {
    const known = this.#byRoute.get(route);
    if (known === undefined) return undefined;
    for (const histograms of known)
      if (histograms.method === method && histograms.host === host) return histograms;
    return undefined;
  }
  #create({ method, host, route }, slot) {
    if (this.#size >= routesMax && slot > this.#searchedSlot) this.#forgetQuiet(slot);
    if (this.#size >= routesMax) return undefined;
    const histograms = {
      method,
      host,
      slots: new Float64Array(slotsKept),
      counts: new Uint32Array(slotsKept * bucketCount),
      headerBytesMax: new Float64Array(slotsKept),
    };
    const known = this.#byRoute.get(route) ?? [];
    known.push(histograms);
    this.#byRoute.set(route, known);
    this.#size += 1;
    return histograms;
  }
  /** Forgets routes without a good answer of late. */
  #forgetQuiet(slot) {
    this.#searchedSlot = slot;
    for (const [route, known] of this.#byRoute) {
      const busy = known.filter(({ slots }) => Math.max(...slots) >= slot - 1);
      this.#size -= known.length - busy.length;
      if (busy.length === 0) this.#byRoute.delete(route);
      else this.#byRoute.set(route, busy);
    }
  }
}
/** Four buckets for each doubling, from 1 ms to 65 s; the last has all that is longer. */
const bucketCount = 65;
const bucketsPerDoubling = 4;
const findBucket = (durationMs) =>
  durationMs <= 1 ? 0 : Math.min(bucketCount - 1, Math.ceil(Math.log2(durationMs) * bucketsPerDoubling));
/** The upper end of the bucket in which the answer of this rank is. */
function findQuantile(counts, rank) {
  let sum = 0;
  const bucket = counts.findIndex((count) => {
    sum += count;
    return sum >= rank;
  });
  return bucket < 0 || bucket >= bucketCount - 1
    ? Number.MAX_SAFE_INTEGER
    : Math.ceil(2 ** (bucket / bucketsPerDoubling));
}
const slotMs = 5 * minuteMs;
const slotsKept = 4;
const routesMax = 2_000;
/** So many are needed to say what 99 of a hundred took. */
const answersMin = 100;
