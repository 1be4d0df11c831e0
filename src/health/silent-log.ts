import { comparableDaysMs, hourMs, hourOf, type LogVitals, silenceMaxMs } from './inputs.js';

/** A log that brings nothing although it usually would. */
export type StrangeSilence = { readonly since: number; readonly usually: number };

/**
 * Whether the silence of a log is too improbable to be chance. Each hour has a share of minutes in which lines come: the
 * least of the hour itself and its neighbours, yesterday and on the same day a week ago, and of the last hours before
 * the silence. A minute without lines is as improbable as that share is great, and the minutes multiply: a quiet night
 * adds next to nothing. Null also where yesterday is not known.
 */
export function strangeSilenceOf(log: LogVitals, watchedSince: number, now: number): StrangeSilence | null {
  const { arrivedAt } = log;
  const from = Math.max(arrivedAt, watchedSince, now - silenceMaxMs);
  if (now - from < leastMs) return null;
  const before = shareBefore(log, arrivedAt);
  let surprise = 0;
  let usually = 1;
  for (let hour = hourOf(from); hour < now; hour += hourMs) {
    const minutes = (Math.min(now, hour + hourMs) - Math.max(from, hour)) / minuteMs;
    const share = Math.min(before, usualShare(log, hour));
    usually = Math.min(usually, share);
    surprise -= minutes * Math.log(1 - share);
  }
  return surprise > surpriseMax ? { since: arrivedAt, usually: Math.round(usually * minutesAnHour) } : null;
}

const minuteMs = 60_000;
const minutesAnHour = 60;
/** However busy it was: a restart of the gateway takes a while. */
const leastMs = 5 * minuteMs;
/** One in a million, as a natural logarithm. */
const surpriseMax = Math.log(1e6);

/** The least around the same hour of the comparable days on which the log was known. Nothing where yesterday was none of them. */
function usualShare({ hours, knownSince }: LogVitals, hour: number): number {
  const days = comparableDaysMs.filter((ago) => knownSince <= hour - ago);
  const around = days.flatMap((ago) => [-1, 0, 1].map((step) => hours.get(hour - ago + step * hourMs)));
  return Math.min(days.length, ...around.map((each) => shareOf(each?.minutes ?? 0, minutesAnHour)));
}

/** In the one to two hours before its latest lines. */
function shareBefore({ hours }: LogVitals, arrivedAt: number): number {
  const hour = hourOf(arrivedAt);
  const minutes = (hours.get(hour)?.minutes ?? 0) + (hours.get(hour - hourMs)?.minutes ?? 0);
  return shareOf(minutes, minutesAnHour + Math.ceil((arrivedAt - hour) / minuteMs));
}

/** Never certain: what has always been so in sixty minutes may yet be otherwise in the next. */
const shareOf = (minutes: number, of: number): number => Math.min(minutes, of) / (of + 1);
