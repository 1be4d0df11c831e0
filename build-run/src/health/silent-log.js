import { floorToHour, hourMs, minuteMs } from '../base/duration.js';
import { comparableDaysMs, judgedSilenceMsMax } from './inputs.js';
/**
 * Detects a silence too improbable to be chance; null if there is none, or yesterday is unknown. Each hour has a
 * share of minutes with lines: the smallest of the hour itself and its neighbours, yesterday and on the same
 * weekday a week ago, and of the last hours before the silence. The probability of a minute without lines is one
 * minus that share, and the minutes multiply: a quiet night adds next to nothing.
 */
export function detectUnusualSilence(log, watchingSinceAt, now) {
  const { arrivedAt } = log;
  const from = Math.max(arrivedAt, watchingSinceAt, now - judgedSilenceMsMax);
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
/** Minimum silence, however busy the log: restarting a gateway takes a while. */
const silenceMsMin = 5 * minuteMs;
/** One in a million, as the natural logarithm of its inverse. */
const improbabilityMax = Math.log(1e6);
/**
 * The smallest share around the same hour of the comparable days for which the log is known; 0 if it is known for
 * none.
 */
function estimateUsualShare({ hours, knownSince }, hour) {
  const days = comparableDaysMs.filter((agoMs) => knownSince <= hour - agoMs);
  const around = days.flatMap((agoMs) => [-1, 0, 1].map((step) => hours.get(hour - agoMs + step * hourMs)));
  return Math.min(
    days.length,
    ...around.map((logHour) => estimateShare(logHour?.activeMinutes ?? 0, minutesAnHour)),
  );
}
/** The share in the one to two hours before its latest lines. */
function estimateShareBefore({ hours }, arrivedAt) {
  const hour = floorToHour(arrivedAt);
  const minutes = (hours.get(hour)?.activeMinutes ?? 0) + (hours.get(hour - hourMs)?.activeMinutes ?? 0);
  return estimateShare(minutes, minutesAnHour + Math.ceil((arrivedAt - hour) / minuteMs));
}
/** Below 1 even if every minute had lines: sixty of them do not prove the next. */
const estimateShare = (minutes, total) => Math.min(minutes, total) / (total + 1);
