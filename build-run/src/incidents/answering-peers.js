import { floorToMinute, minuteMs } from '../base/duration.js';
import { findSlash24 } from '../base/ip-address.js';
import { buildFixTarget } from '../diagnose/fix-target.js';
/**
 * The peers that gave good answers lately. Two upstreams that fail on one machine or in one network say little about it
 * while most of what is well lies there too, as in the network of docker or of a node's pods.
 */
export class AnsweringPeers {
  /** Good answers by minute, then by peer. */
  #minutes = new Map();
  /** Counts a good answer. */
  recordAnswer(peer, at) {
    const minute = floorToMinute(at);
    const counts = this.#minutes.get(minute) ?? this.#startMinute(minute);
    const count = counts.get(peer);
    if (count !== undefined || counts.size < peersMax) counts.set(peer, (count ?? 0) + 1);
  }
  /**
   * True when at least half of the good answers came from this machine or /24 at that time, without those of the peers
   * that fail; null where too few are known.
   */
  isMostlyAt({ place, failingPeers, at }) {
    let total = 0;
    let there = 0;
    for (const [minute, counts] of this.#minutes) {
      if (minute < floorToMinute(at) - minuteMs || minute > at) continue;
      for (const [peer, count] of counts) {
        if (failingPeers.includes(peer)) continue;
        total += count;
        const { host } = buildFixTarget({ peer, upstream: null });
        if (host === place || findSlash24(host) === place) there += count;
      }
    }
    return total < answersMin ? null : there >= total * mostShareMin;
  }
  #startMinute(minute) {
    const counts = new Map();
    this.#minutes.set(minute, counts);
    // Logs are read independently: the minute that arrived first is not always the oldest.
    while (this.#minutes.size > minutesMax) this.#minutes.delete(Math.min(...this.#minutes.keys()));
    return counts;
  }
}
const minutesMax = 10;
const peersMax = 1_000;
const mostShareMin = 0.5;
/** Fewer good answers say nothing about where traffic goes. */
const answersMin = 20;
