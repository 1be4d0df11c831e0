/** Times of the latest requests or failures of each upstream, to count those between two instants to the millisecond. */
export class RecentTimes {
  readonly #rings = new Map<string | null, Ring>();
  #fresh = new Set<Ring>();

  /** Adds a time. Nothing is allocated but for an upstream that becomes busier. */
  add(upstream: string | null, at: number): void {
    let ring = this.#rings.get(upstream);
    if (ring === undefined) {
      if (this.#rings.size >= upstreamsMax) return;
      ring = new Ring();
      this.#rings.set(upstream, ring);
    }
    if (ring.unreadCount === 0) this.#fresh.add(ring);
    ring.add(at);
  }

  /** Takes one such time back. */
  remove(upstream: string | null, at: number): void {
    this.#rings.get(upstream)?.remove(at);
  }

  /** Times from `from` to `to`, both included. */
  count(upstream: string | null, from: number, to: number): number {
    return this.#rings.get(upstream)?.count(from, to, false) ?? 0;
  }

  /** The same among those that were added since the last `markRead`. */
  countUnread(upstream: string | null, from: number, to: number): number {
    return this.#rings.get(upstream)?.count(from, to, true) ?? 0;
  }

  /** Takes all times as read. */
  markRead(): void {
    for (const ring of this.#fresh) ring.unreadCount = 0;
    this.#fresh.clear();
  }
}

/** The latest times in the order in which they were added. Grows while it holds less than `keptMs`, or unread times. */
class Ring {
  #times = new Float64Array(sizeMin);
  #next = 0;
  unreadCount = 0;

  add(at: number): void {
    const { length } = this.#times;
    const oldest = this.#times[this.#next % length] ?? 0;
    const isNeeded = at - oldest < keptMs || this.unreadCount >= length;
    if (this.#next >= length && isNeeded && length < sizeMax) this.#grow();
    this.#times[this.#next % this.#times.length] = at;
    this.#next += 1;
    this.unreadCount += 1;
  }

  remove(at: number): void {
    const size = this.#times.length;
    for (let index = this.#next - 1; index >= Math.max(0, this.#next - size); index -= 1) {
      if (this.#times[index % size] !== at) continue;
      this.#times[index % size] = Number.NaN;
      return;
    }
  }

  count(from: number, to: number, onlyUnread: boolean): number {
    const size = this.#times.length;
    const kept = Math.min(this.#next, size, onlyUnread ? this.unreadCount : size);
    let count = 0;
    for (let index = this.#next - kept; index < this.#next; index += 1) {
      const at = this.#times[index % size] ?? Number.NaN;
      if (at >= from && at <= to) count += 1;
    }
    return count;
  }

  /** Doubles the size, with the oldest time first. */
  #grow(): void {
    const size = this.#times.length;
    const start = this.#next % size;
    const larger = new Float64Array(size * 2);
    larger.set(this.#times.subarray(start));
    larger.set(this.#times.subarray(0, start), size - start);
    this.#times = larger;
    this.#next = size;
  }
}

/** The latest seconds of an open incident, with some room for lines that come late. */
const keptMs = 40_000;
const sizeMin = 16;
/** Half a megabyte of an upstream, more than 30 s of 2,000 requests a second. */
const sizeMax = 65_536;
/** Upstreams kept: more are a storm, whatever the rest have. */
const upstreamsMax = 1_000;
