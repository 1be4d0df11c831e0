const secondMs = 1_000;
/**
 * Successful requests that are still to be counted at their incidents. They are by far the most frequent signal: counting each
 * at once would copy every open incident a thousand times a second.
 */
export class SuccessBuffer {
  #byUpstream = new Map();
  /** Adds requests to those of the same upstream, route, gateway and second. */
  add(successes) {
    const buffered = this.#byUpstream.get(successes.upstream);
    const same = buffered?.findLast((entry) => isSameKind(entry, successes));
    if (same !== undefined) {
      same.count += successes.count;
      same.at = Math.min(same.at, successes.at);
    } else if (buffered === undefined) this.#byUpstream.set(successes.upstream, [{ ...successes }]);
    else buffered.push({ ...successes });
  }
  /** Returns what was added since the last call. */
  drain() {
    if (this.#byUpstream.size === 0) return [];
    const drained = [...this.#byUpstream.values()].flat();
    this.#byUpstream.clear();
    return drained;
  }
}
const isSameKind = (a, b) =>
  a.requested === b.requested &&
  a.gatewayHost === b.gatewayHost &&
  Math.floor(a.at / secondMs) === Math.floor(b.at / secondMs);
