import { LRUCache } from 'lru-cache';
import { dayMs, floorToHour, hourMs } from '../base/duration.js';
import { sumNumbers } from '../base/format-number.js';
/** History kept for the baseline: the current day and the seven before it. */
export const baselineMs = 8 * dayMs;
/**
 * The usual failure rate of each cause at each upstream. A constant rate for days is a slow burn: it belongs in the
 * report, and alerts only when it exceeds its baseline.
 */
export class FailureBaseline {
  /** By cause and upstream, then by hour. */
  #counts = new LRUCache({ max: seriesMax });
  constructor(hours) {
    for (const { hour, upstream, cause, count } of hours)
      this.#add(buildSeriesKey({ cause, upstream }), hour, count);
  }
  /** Counts a failure, or takes one back. */
  recordFailure({ at, cause, upstream }, delta) {
    this.#add(buildSeriesKey({ cause, upstream }), floorToHour(at), delta);
  }
  /**
   * True if the last 24 hours have at most twice the failures of a median day, and each of the last two hours at
   * most twice those of a median day's busiest hour.
   */
  isWithinBaseline({ cause, upstream }, at) {
    const hours = this.#counts.get(buildSeriesKey({ cause, upstream }));
    if (hours === undefined) return false;
    const [today = [], ...previousDays] = splitIntoDays(hours, floorToHour(at));
    if (previousDays.length < daysMin) return false;
    const usualDay = median(previousDays.map(sumNumbers));
    const busiestHour = median(previousDays.map((hourlyCounts) => Math.max(...hourlyCounts)));
    // The current hour has only begun, so the one before counts too.
    const hour = Math.max(...today.slice(0, 2));
    return sumNumbers(today) <= usualDay * baselineFactor && hour <= busiestHour * baselineFactor;
  }
  #add(key, hour, count) {
    const hours = this.#counts.get(key) ?? new Map();
    this.#counts.set(key, hours);
    hours.set(hour, (hours.get(hour) ?? 0) + count);
    if (hours.size > hoursMax) hours.delete(Math.min(...hours.keys()));
  }
}
const daysBefore = 7;
/** Fewer days are no baseline. */
const daysMin = 3;
const hoursMax = baselineMs / hourMs;
const seriesMax = 1_000;
const baselineFactor = 2;
const buildSeriesKey = ({ cause, upstream }) => `${cause}\n${upstream ?? ''}`;
/**
 * Hourly counts, latest first, in groups of 24: the last 24 hours, then the days before as far as known, seven at
 * most.
 */
function splitIntoDays(hours, hour) {
  const knownDays = Math.floor((hour - Math.min(...hours.keys())) / hourMs / 24);
  return Array.from({ length: Math.min(daysBefore, knownDays) + 1 }, (_, day) =>
    Array.from({ length: 24 }, (_, hoursBack) => hours.get(hour - (day * 24 + hoursBack) * hourMs) ?? 0),
  );
}
/** Zero unless most counts are above zero. */
const median = (counts) => [...counts].sort((a, b) => a - b)[Math.floor(counts.length / 2)] ?? 0;
