import { hourMs, minuteMs } from '../base/duration.js';
import { comparableDaysMs, floorToHour, type LogActivityStats, silenceMsMax } from './inputs.js';

/** A log that brings nothing although it usually would. */
export type UnusualSilence = { readonly startedAt: number; readonly usualMinutes: number };

/**
 * Whether the silence of a log is too improbable to be chance. Each hour has a share of minutes in which lines come: the
 * least of the hour itself and its neighbours, yesterday and on the same day a week ago, and of the last hours before
 * the silence. A minute without lines is as improbable as that share is great, and the minutes multiply: a quiet night
 * adds next to nothing. Null also where yesterday is not known.
 */
export function detectUnusualSilence(
  log: LogActivityStats,
  watchingSinceAt: number,
  now: number,
): UnusualSilence | null {
  const { arrivedAt } = log;
  const from = Math.max(arrivedAt, watchingSinceAt, now - silenceMsMax);
  if (now - from < silenceMsMin) return null;
  const shareBefore = estimateShareBefore(log, arrivedAt);
  let improbability = 0;
  let usualShareMin = 1;
  for (let hour = floorToHour(from); hour < now; hour += hourMs) {
    const minutes = (Math.min(now, hour + hourMs) - Math.max(from, hour)) / minuteMs;
    const share = Math.min(shareBefore, estimateUsualShare(log, hour));
    usualShareMin = Math.min(usualShareMin, share);
    improbability -= minutes * Math.log(1 - share);
  }
  return improbability > improbabilityMax
    ? { startedAt: arrivedAt, usualMinutes: Math.round(usualShareMin * minutesAnHour) }
    : null;
}

const minutesAnHour = 60;
/** However busy it was: a restart of the gateway takes a while. */
const silenceMsMin = 5 * minuteMs;
/** One in a million, as a natural logarithm. */
const improbabilityMax = Math.log(1e6);

/** The least around the same hour of the comparable days on which the log was known. Nothing where yesterday was none of them. */
function estimateUsualShare({ hours, knownSince }: LogActivityStats, hour: number): number {
  const days = comparableDaysMs.filter((agoMs) => knownSince <= hour - agoMs);
  const around = days.flatMap((agoMs) => [-1, 0, 1].map((step) => hours.get(hour - agoMs + step * hourMs)));
  return Math.min(
    days.length,
    ...around.map((logHour) => estimateShare(logHour?.activeMinutes ?? 0, minutesAnHour)),
  );
}

/** In the one to two hours before its latest lines. */
function estimateShareBefore({ hours }: LogActivityStats, arrivedAt: number): number {
  const hour = floorToHour(arrivedAt);
  const minutes = (hours.get(hour)?.activeMinutes ?? 0) + (hours.get(hour - hourMs)?.activeMinutes ?? 0);
  return estimateShare(minutes, minutesAnHour + Math.ceil((arrivedAt - hour) / minuteMs));
}

/** Never certain: what has always been so in sixty minutes may yet be otherwise in the next. */
const estimateShare = (minutes: number, total: number): number => Math.min(minutes, total) / (total + 1);
