import { dayMs, hourMs } from '../base/duration.js';
import { sumNumbers } from '../base/format-number.js';
import { dropOldest } from '../base/oldest.js';
import type { CauseId } from '../diagnose/causes/index.js';
import type { Failure } from '../diagnose/failure.js';

/** Failures that clients saw, or may have seen, in one hour, of one cause at one upstream. */
export type HourlyFailureCount = {
  /** Its start, epoch ms. */
  readonly hour: number;
  readonly upstream: string | null;
  readonly cause: CauseId;
  readonly count: number;
};

/** How long habits are remembered: the day at hand and the seven before it. */
export const baselineMs = 8 * dayMs;

/**
 * How often each cause usually strikes each upstream. What has failed at the same rate for days is a slow burn: it belongs
 * into the report, and nobody is woken for it before it leaves its habit.
 */
export class FailureBaseline {
  /** By cause and upstream, then by hour. */
  readonly #counts = new Map<string, Map<number, number>>();

  constructor(hours: readonly HourlyFailureCount[]) {
    for (const { hour, upstream, cause, count } of hours)
      this.#add(buildSeriesKey({ cause, upstream }), hour, count);
  }

  recordFailure({ at, cause, upstream }: Failure, delta: 1 | -1): void {
    this.#add(buildSeriesKey({ cause, upstream }), floorToHour(at), delta);
  }

  /** True when the last day has at most twice the failures of a usual one, and no late hour more than twice those of a busy one. */
  isWithinBaseline({ cause, upstream }: Pick<Failure, 'cause' | 'upstream'>, at: number): boolean {
    const hours = this.#counts.get(buildSeriesKey({ cause, upstream }));
    if (hours === undefined) return false;
    const [today = [], ...previousDays] = splitIntoDays(hours, floorToHour(at));
    if (previousDays.length < daysMin) return false;
    const usualDay = median(previousDays.map(sumNumbers));
    const busiestHour = median(previousDays.map((hourlyCounts) => Math.max(...hourlyCounts)));
    // The hour at hand has only begun, and may yet become as bad as the one before.
    const hour = Math.max(...today.slice(0, 2));
    return sumNumbers(today) <= usualDay * baselineFactor && hour <= busiestHour * baselineFactor;
  }

  #add(key: string, hour: number, count: number): void {
    const hours = this.#counts.get(key) ?? new Map<number, number>();
    // Those that failed last stay.
    this.#counts.delete(key);
    this.#counts.set(key, hours);
    if (this.#counts.size > seriesMax) dropOldest(this.#counts);
    hours.set(hour, (hours.get(hour) ?? 0) + count);
    if (hours.size > hoursMax) hours.delete(Math.min(...hours.keys()));
  }
}

const daysBefore = 7;
/** Twice is no habit yet. */
const daysMin = 3;
const hoursMax = baselineMs / hourMs;
const seriesMax = 1_000;
const baselineFactor = 2;

const buildSeriesKey = ({ cause, upstream }: Pick<Failure, 'cause' | 'upstream'>) =>
  `${cause}\n${upstream ?? ''}`;
const floorToHour = (at: number) => Math.floor(at / hourMs) * hourMs;

/** The counts of the last 24 hours, latest first, then those of the 24 before, and so on for as long as it is known, a week at most. */
function splitIntoDays(hours: ReadonlyMap<number, number>, hour: number): readonly (readonly number[])[] {
  const knownDays = Math.floor((hour - Math.min(...hours.keys())) / hourMs / 24);
  return Array.from({ length: Math.min(daysBefore, knownDays) + 1 }, (_, day) =>
    Array.from({ length: 24 }, (_, hoursBack) => hours.get(hour - (day * 24 + hoursBack) * hourMs) ?? 0),
  );
}

/** Zero unless most of the days have failures. */
const median = (counts: readonly number[]) =>
  [...counts].sort((a, b) => a - b)[Math.floor(counts.length / 2)] ?? 0;
