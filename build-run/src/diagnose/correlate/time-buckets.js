import { minuteMs } from '../../base/duration.js';
export const quarterHourMs = 15 * minuteMs;
/** Maximum number of entries in all; the oldest are dropped. */
const entriesMax = 20_000;
/** About the number of offsets between -12 and +14 hours. */
const bucketEntriesMax = 128;
const bucketMs = 3_000;
const bucketsPerQuarterHour = quarterHourMs / bucketMs;
/** Entries by key and by their time within a quarter hour: all that would agree in some zone are found at once. */
export class TimeBuckets {
  #buckets = new Map();
  /** Stays where it is: a new one would first pass over all that was dropped. */
  #oldest = this.#buckets.entries();
  #size = 0;
  add(key, at, entry) {
    const bucketKey = getBucketKey(key, Math.floor(at / bucketMs));
    const bucket = this.#buckets.get(bucketKey);
    this.#size += 1;
    if (bucket === undefined) this.#buckets.set(bucketKey, [entry]);
    else if (bucket.push(entry) > bucketEntriesMax) {
      bucket.shift();
      this.#size -= 1;
    }
    if (this.#size > entriesMax) this.#dropOldest();
  }
  /** The entries whose time differs by whole quarter hours, give or take three seconds. */
  *findNear(key, at) {
    if (this.#size === 0) return;
    const bucket = Math.floor(at / bucketMs);
    for (let near = bucket - 1; near <= bucket + 1; near += 1)
      yield* this.#buckets.get(getBucketKey(key, near)) ?? [];
  }
  #dropOldest() {
    let oldest = this.#oldest.next();
    if (oldest.done) {
      this.#oldest = this.#buckets.entries();
      oldest = this.#oldest.next();
    }
    if (oldest.done) return;
    const [key, bucket] = oldest.value;
    this.#buckets.delete(key);
    this.#size -= bucket.length;
  }
}
const getBucketKey = (key, bucket) => `${bucket % bucketsPerQuarterHour} ${key}`;
