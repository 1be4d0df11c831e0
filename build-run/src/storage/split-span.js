import { dayMs, hourMs, minuteMs } from '../base/duration.js';
import { ceilToBucket, floorToBucket } from './buckets.js';
/**
 * Splits a span into whole hours, whole minutes at its ends and individual failures at the ends of those, so that it is
 * counted exactly and from few rows. Where the finer data has expired, an end is rounded outwards.
 */
export function splitSpan({ from, to }, retainedSince) {
  if (from >= to) return [];
  const firstHour = ceilToBucket(from, hourMs);
  const lastHour = floorToBucket(to, hourMs);
  if (firstHour > lastHour) return splitWithinHour(from, to, retainedSince);
  const parts = [
    ...splitWithinHour(from, firstHour, retainedSince),
    { table: 'hour', from: firstHour, to: lastHour },
    ...splitWithinHour(lastHour, to, retainedSince),
  ];
  return parts.filter((part) => part.from < part.to);
}
/** The same for tables that have rollups by day as well, and whose hours expire. */
export function splitSpanByDay(span, retainedSince) {
  const { from, to } = span;
  const firstDay = ceilToBucket(from, dayMs);
  const lastDay = floorToBucket(to, dayMs);
  const ends =
    firstDay > lastDay
      ? [span]
      : [
          { from, to: firstDay },
          { from: lastDay, to },
        ];
  const dayParts = firstDay < lastDay ? [{ table: 'day', from: firstDay, to: lastDay }] : [];
  return [
    ...dayParts,
    ...ends.filter((end) => end.from < end.to).flatMap((end) => splitWithinDay(end, retainedSince)),
  ];
}
/** The parts of a span within one day. */
function splitWithinDay({ from, to }, retainedSince) {
  if (floorToBucket(from, hourMs) >= retainedSince.hours) return splitSpan({ from, to }, retainedSince);
  if (from >= retainedSince.failures) return [{ table: 'failure', from, to }];
  return [{ table: 'day', from: floorToBucket(from, dayMs), to: ceilToBucket(to, dayMs) }];
}
/** The parts of a span within one hour. */
function splitWithinHour(from, to, retainedSince) {
  if (from === to) return [];
  const firstMinute = ceilToBucket(from, minuteMs);
  const lastMinute = floorToBucket(to, minuteMs);
  const hasFailures = from >= retainedSince.failures;
  const hasMinutes = floorToBucket(from, minuteMs) >= retainedSince.minutes;
  if (!hasFailures && !hasMinutes) {
    return [{ table: 'hour', from: floorToBucket(from, hourMs), to: ceilToBucket(to, hourMs) }];
  }
  if (!hasFailures)
    return [{ table: 'minute', from: floorToBucket(from, minuteMs), to: ceilToBucket(to, minuteMs) }];
  if (!hasMinutes || firstMinute >= lastMinute) return [{ table: 'failure', from, to }];
  const parts = [
    { table: 'failure', from, to: firstMinute },
    { table: 'minute', from: firstMinute, to: lastMinute },
    { table: 'failure', from: lastMinute, to },
  ];
  return parts.filter((part) => part.from < part.to);
}
