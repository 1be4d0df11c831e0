import { dayMs, hourMs, minuteMs } from '../base/duration.js';
import type { Span } from '../base/span.js';
import { ceilToBucket, floorToBucket } from './buckets.js';

/** A part of a span with the table that answers for it: exactly, and from few rows. */
export type SpanPart = Span & {
  readonly table: 'day' | 'hour' | 'minute' | 'failure';
};

/** Since when individual failures, rollups by minute and rollups by hour are complete, epoch ms. Hours expire only where there are days. */
export type RetainedSince = { readonly failures: number; readonly minutes: number; readonly hours: number };

/**
 * Splits a span into whole hours, whole minutes at its ends and individual failures at the ends of those, so that it is
 * counted exactly and from few rows. Where the finer data has expired, an end is rounded outwards.
 */
export function splitSpan({ from, to }: Span, retainedSince: RetainedSince): readonly SpanPart[] {
  if (from >= to) return [];
  const firstHour = ceilToBucket(from, hourMs);
  const lastHour = floorToBucket(to, hourMs);
  if (firstHour > lastHour) return splitWithinHour(from, to, retainedSince);
  const parts: readonly SpanPart[] = [
    ...splitWithinHour(from, firstHour, retainedSince),
    { table: 'hour', from: firstHour, to: lastHour },
    ...splitWithinHour(lastHour, to, retainedSince),
  ];
  return parts.filter((part) => part.from < part.to);
}

/** The same for tables that have rollups by day as well, and whose hours expire. */
export function splitSpanByDay(span: Span, retainedSince: RetainedSince): readonly SpanPart[] {
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
  const dayParts: readonly SpanPart[] =
    firstDay < lastDay ? [{ table: 'day', from: firstDay, to: lastDay }] : [];
  return [
    ...dayParts,
    ...ends.filter((end) => end.from < end.to).flatMap((end) => splitWithinDay(end, retainedSince)),
  ];
}

/** The parts of a span within one day. */
function splitWithinDay({ from, to }: Span, retainedSince: RetainedSince): readonly SpanPart[] {
  if (floorToBucket(from, hourMs) >= retainedSince.hours) return splitSpan({ from, to }, retainedSince);
  if (from >= retainedSince.failures) return [{ table: 'failure', from, to }];
  return [{ table: 'day', from: floorToBucket(from, dayMs), to: ceilToBucket(to, dayMs) }];
}

/** The parts of a span within one hour. */
function splitWithinHour(from: number, to: number, retainedSince: RetainedSince): readonly SpanPart[] {
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
  const parts: readonly SpanPart[] = [
    { table: 'failure', from, to: firstMinute },
    { table: 'minute', from: firstMinute, to: lastMinute },
    { table: 'failure', from: lastMinute, to },
  ];
  return parts.filter((part) => part.from < part.to);
}
