import type { Span } from '../base/span.js';
import { dayMs, hourMs, minuteMs, nextStart, startOf } from './buckets.js';

/** A part of a span, and the finest table that answers for it without being long. */
export type Piece = Span & {
  readonly from: number;
  readonly to: number;
  readonly table: 'day' | 'hour' | 'minute' | 'failure';
};

/** From when on single failures and counts by minute are complete; and those counts by hour that have days beside them. */
export type Kept = { readonly failures: number; readonly minutes: number; readonly hours: number };

/**
 * Cuts a span into whole hours, whole minutes at its ends and single failures at the ends of those, so that it is
 * counted exactly and yet from few rows. Where the finer counts are no longer kept, an end is rounded outwards.
 */
export function piecesOf({ from, to }: Span, kept: Kept): readonly Piece[] {
  if (from >= to) return [];
  const firstHour = nextStart(from, hourMs);
  const lastHour = startOf(to, hourMs);
  if (firstHour > lastHour) return endPieces(from, to, kept);
  const pieces: readonly Piece[] = [
    ...endPieces(from, firstHour, kept),
    { table: 'hour', from: firstHour, to: lastHour },
    ...endPieces(lastHour, to, kept),
  ];
  return pieces.filter((piece) => piece.from < piece.to);
}

/** The same where there are counts by day as well, and those by hour are not kept for ever. */
export function dailyPiecesOf(span: Span, kept: Kept): readonly Piece[] {
  const { from, to } = span;
  const firstDay = nextStart(from, dayMs);
  const lastDay = startOf(to, dayMs);
  const ends =
    firstDay > lastDay
      ? [span]
      : [
          { from, to: firstDay },
          { from: lastDay, to },
        ];
  const days: readonly Piece[] = firstDay < lastDay ? [{ table: 'day', from: firstDay, to: lastDay }] : [];
  return [...days, ...ends.filter((end) => end.from < end.to).flatMap((end) => piecesOfDay(end, kept))];
}

/** The pieces of a span that lies within one day. */
function piecesOfDay({ from, to }: Span, kept: Kept): readonly Piece[] {
  if (startOf(from, hourMs) >= kept.hours) return piecesOf({ from, to }, kept);
  if (from >= kept.failures) return [{ table: 'failure', from, to }];
  return [{ table: 'day', from: startOf(from, dayMs), to: nextStart(to, dayMs) }];
}

/** The pieces of a span that lies within one hour. */
function endPieces(from: number, to: number, kept: Kept): readonly Piece[] {
  if (from === to) return [];
  const firstMinute = nextStart(from, minuteMs);
  const lastMinute = startOf(to, minuteMs);
  const hasFailures = from >= kept.failures;
  const hasMinutes = startOf(from, minuteMs) >= kept.minutes;
  if (!hasFailures && !hasMinutes) {
    return [{ table: 'hour', from: startOf(from, hourMs), to: nextStart(to, hourMs) }];
  }
  if (!hasFailures) return [{ table: 'minute', from: startOf(from, minuteMs), to: nextStart(to, minuteMs) }];
  if (!hasMinutes || firstMinute >= lastMinute) return [{ table: 'failure', from, to }];
  const pieces: readonly Piece[] = [
    { table: 'failure', from, to: firstMinute },
    { table: 'minute', from: firstMinute, to: lastMinute },
    { table: 'failure', from: lastMinute, to },
  ];
  return pieces.filter((piece) => piece.from < piece.to);
}
