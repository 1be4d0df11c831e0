import { dayMs, hourMs, minuteMs } from '../base/duration.js';
import type { Span } from '../base/span.js';
import { ceilToBucket, floorToBucket } from './buckets.js';

/** A part of a span, and the finest table that answers for it without being long. */
export type SpanPart = Span & {
  readonly from: number;
  readonly to: number;
  readonly table: 'day' | 'hour' | 'minute' | 'failure';
};

/** From when on single failures and counts by minute are complete; and those counts by hour that have days beside them. */
export type RetainedSince = { readonly failures: number; readonly minutes: number; readonly hours: number };

/**
 * Cuts a span into whole hours, whole minutes at its ends and single failures at the ends of those, so that it is
 * counted exactly and yet from few rows. Where the finer counts are no longer kept, an end is rounded outwards.
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

/** The same where there are counts by day as well, and those by hour are not kept for ever. */
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

/** The pieces of a span that lies within one day. */
function splitWithinDay({ from, to }: Span, retainedSince: RetainedSince): readonly SpanPart[] {
  if (floorToBucket(from, hourMs) >= retainedSince.hours) return splitSpan({ from, to }, retainedSince);
  if (from >= retainedSince.failures) return [{ table: 'failure', from, to }];
  return [{ table: 'day', from: floorToBucket(from, dayMs), to: ceilToBucket(to, dayMs) }];
}

/** The pieces of a span that lies within one hour. */
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
