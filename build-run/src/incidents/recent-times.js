/** Times of the latest requests or failures of each upstream, to count those between two instants to the millisecond. */
export class RecentTimes {
  #rings = new Map();
  #fresh = new FreshRings();
  /** Adds a time. Nothing is allocated but for an upstream that becomes busier. */
  add(upstream, at) {
    let ring = this.#rings.get(upstream);
    if (ring === undefined) {
      if (this.#rings.size >= upstreamsMax) return;
      ring = new Ring();
      this.#rings.set(upstream, ring);
    }
    this.#fresh.add(ring, at);
  }
  /** Takes one such time back. */
  remove(upstream, at) {
    this.#rings.get(upstream)?.remove(at);
  }
  /** The times of this upstream. */
  of(upstream) {
    return this.#rings.get(upstream) ?? noTimes;
  }
  /** The most times of this upstream within one second; 0 if none is known. */
  countBusiestSecond(upstream) {
    return this.#rings.get(upstream)?.countBusiestSecond() ?? 0;
  }
  /** Takes all times as read. */
  markRead() {
    this.#fresh.markRead();
  }
}
/** The same of each route: where no record names an upstream, routes tell services apart. */
export class RecentRouteTimes {
  #byRoute = new Map();
  #fresh = new FreshRings();
  #size = 0;
  /** The latest time of a route for which there was no room: what was before is not known of any. */
  #droppedAt = -Infinity;
  /** Adds a time; `isServed` if the request got a good answer. */
  add(requested, at, isServed = false) {
    const ring = this.#find(requested, requested.host) ?? this.#create(requested, at);
    if (ring === undefined) {
      this.#droppedAt = Math.max(this.#droppedAt, at);
      return;
    }
    if (isServed) ring.isServed = true;
    this.#fresh.add(ring, at);
  }
  /** True if a request for this route ever got a good answer, as far as is remembered. */
  isServed(requested) {
    return this.#find(requested, requested.host)?.isServed ?? false;
  }
  /** Takes one such time back. */
  remove(requested, at) {
    this.#find(requested, requested.host)?.remove(at);
  }
  /**
   * The times of this route since `from`, also from lines without a host; null where they are incomplete, or where
   * those without a host may be of another one, as the route is shared.
   */
  of(requested, isShared, from) {
    if (from <= this.#droppedAt) return null;
    const { host } = requested;
    const named = this.#find(requested, host);
    const unnamed = host === null ? undefined : this.#find(requested, null);
    if (unnamed !== undefined && isShared(requested.route)) return null;
    if (named === undefined || unnamed === undefined) return named ?? unnamed ?? noTimes;
    return {
      count: (start, to) => named.count(start, to) + unnamed.count(start, to),
      countUnread: (start, to) => named.countUnread(start, to) + unnamed.countUnread(start, to),
    };
  }
  /** Takes all times as read. */
  markRead() {
    this.#fresh.markRead();
  }
  #find({ method, route }, host) {
    const rings = this.#byRoute.get(route);
    if (rings === undefined) return undefined;
    for (const entry of rings) if (entry.method === method && entry.host === host) return entry.ring;
    return undefined;
  }
  #create({ method, host, route }, at) {
    if (this.#size >= routesMax) this.#forgetQuiet(at);
    if (this.#size >= routesMax) return undefined;
    const ring = new Ring();
    const rings = this.#byRoute.get(route) ?? [];
    rings.push({ method, host, ring });
    this.#byRoute.set(route, rings);
    this.#size += 1;
    return ring;
  }
  /** Forgets routes without a request of late. */
  #forgetQuiet(now) {
    for (const [route, rings] of this.#byRoute) {
      const busy = rings.filter(({ ring }) => ring.unreadCount > 0 || ring.latestAt > now - keptMs);
      this.#size -= rings.length - busy.length;
      if (busy.length === 0) this.#byRoute.delete(route);
      else this.#byRoute.set(route, busy);
    }
  }
}
const noTimes = { count: () => 0, countUnread: () => 0 };
/** The rings with times that were not read yet. */
class FreshRings {
  #rings = new Set();
  add(ring, at) {
    if (ring.unreadCount === 0) this.#rings.add(ring);
    ring.add(at);
  }
  markRead() {
    for (const ring of this.#rings) ring.unreadCount = 0;
    this.#rings.clear();
  }
}
/** The latest times in the order in which they were added. Grows while it holds less than `keptMs`, or unread times. */
class Ring {
  #times = new Float64Array(sizeMin);
  #next = 0;
  unreadCount = 0;
  isServed = false;
  add(at) {
    const { length } = this.#times;
    const oldest = this.#times[this.#next % length] ?? 0;
    const isNeeded = at - oldest < keptMs || this.unreadCount >= length;
    if (this.#next >= length && isNeeded && length < sizeMax) this.#grow();
    this.#times[this.#next % this.#times.length] = at;
    this.#next += 1;
    this.unreadCount += 1;
  }
  remove(at) {
    const size = this.#times.length;
    for (let index = this.#next - 1; index >= Math.max(0, this.#next - size); index -= 1) {
      if (this.#times[index % size] !== at) continue;
      this.#times[index % size] = Number.NaN;
      return;
    }
  }
  count(from, to) {
    return this.#countLast(this.#times.length, from, to);
  }
  countUnread(from, to) {
    return this.#countLast(this.unreadCount, from, to);
  }
  countBusiestSecond() {
    const counts = new Map();
    for (const at of this.#times.subarray(0, Math.min(this.#next, this.#times.length))) {
      const second = Math.floor(at / 1_000);
      counts.set(second, (counts.get(second) ?? 0) + 1);
    }
    // Times that were taken back.
    counts.delete(Number.NaN);
    return Math.max(0, ...counts.values());
  }
  /** Time of the one that was added last. */
  get latestAt() {
    return this.#times[(this.#next - 1) % this.#times.length] ?? -Infinity;
  }
  #countLast(last, from, to) {
    const size = this.#times.length;
    const kept = Math.min(this.#next, size, last);
    let count = 0;
    for (let index = this.#next - kept; index < this.#next; index += 1) {
      const at = this.#times[index % size] ?? Number.NaN;
      if (at >= from && at <= to) count += 1;
    }
    return count;
  }
  /** Doubles the size, with the oldest time first. */
  #grow() {
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
export const keptMs = 40_000;
const sizeMin = 16;
/** Half a megabyte of an upstream, more than 30 s of 2,000 requests a second. */
const sizeMax = 65_536;
/** Upstreams kept: more are a storm, whatever the rest have. */
const upstreamsMax = 1_000;
/** Routes kept that had a request of late. */
const routesMax = 2_000;
