import { LRUCache } from 'lru-cache';
import { minuteMs } from '../base/duration.js';
import { aftermathWindowMs } from '../diagnose/aftermath.js';

/** Ejections remembered: more peers than these are ejected within a minute only by a fault that affects all. */
const ejectionsMax = 500;
/** A peer that is ejected repeatedly within this time is reported once. */
const repeatMsMin = 10 * minuteMs;
/** The latest ejections: they show which peers an empty group had, where no configuration does. */
export class RecentEjections {
  #latest;
  #reportedAt = new LRUCache({ max: ejectionsMax });
  constructor({ latest, reportedAt } = { latest: [], reportedAt: [] }) {
    this.#latest = [...latest];
    for (const [peer, at] of reportedAt) this.#reportedAt.set(peer, at);
  }
  /** All of it, to resume from after a restart. */
  getState() {
    // The cache lists the latest first.
    return { latest: [...this.#latest], reportedAt: [...this.#reportedAt.entries()].reverse() };
  }
  /**
   * Adds an ejection. True if its peer was not reported lately: nginx ejects a dead peer every ten seconds, in each
   * worker.
   */
  add({ at, group, peer, server, host }) {
    this.#latest.push({ at, group, peer, server, host });
    if (this.#latest.length > ejectionsMax) this.#latest.shift();
    const key = peer ?? '';
    const reportedAt = this.#reportedAt.get(key) ?? -Infinity;
    if (at - reportedAt < repeatMsMin) return false;
    this.#reportedAt.set(key, at);
    return true;
  }
  /** Forgets the ejections of a peer that is back. */
  remove(peer) {
    for (let i = this.#latest.length - 1; i >= 0; i--)
      if (this.#latest[i]?.peer === peer) this.#latest.splice(i, 1);
  }
  /** True if any peer was ejected shortly before or after. */
  hasEjectedAny(at) {
    return this.#latest.some((ejection) => Math.abs(at - ejection.at) <= aftermathWindowMs);
  }
  /**
   * Upstreams whose failures may have emptied the group that a request found empty: the group itself and its peers.
   */
  findLikelyPeers(failure) {
    const near = this.#latest.filter(({ at }) => Math.abs(failure.at - at) <= aftermathWindowMs);
    const withGroup = near.filter(({ group }) => group !== null);
    // Without a group in the request the ejections decide it only if they all name the same one.
    const isSame = ({ group }) => failure.upstream === null || group === failure.upstream;
    const sameGroup = withGroup.filter(isSame);
    if (new Set(sameGroup.map(({ group }) => group)).size === 1) return listNames(sameGroup);
    // nginx names no group in an ejection, so take those of the same site.
    return listNames(
      near.filter(
        ({ group, server, host }) => group === null && server === failure.server && host === failure.host,
      ),
    );
  }
}
const listNames = (ejections) => [
  ...new Set(ejections.flatMap(({ group, peer }) => [group, peer].filter((name) => name !== null))),
];
