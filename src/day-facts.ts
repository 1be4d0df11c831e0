import { type Day, daysLater, hourOf, spanOfDay } from './calendar.js';
import { type Changes, changesSince } from './change-facts.js';
import type { Ledger, Span, Totals } from './ledger.js';
import { type SpanFacts, spanFactsOf } from './span-facts.js';

/** All that is known about one day in one zone, gathered for the report. */
export type DayFacts = SpanFacts & {
  readonly day: Day;
  /** When not, `span` ends now. */
  readonly isOver: boolean;
  /** The same hours of the day before, and of the same weekday a week before. */
  readonly dayBefore: Totals;
  readonly weekBefore: Totals;
  /** Alarming failures by hour of the clock, 24 of them. */
  readonly byHour: readonly number[];
  /** What is different from the days before. */
  readonly turned: Changes;
};

/** Gathers them; undefined when there is no such day, or it has not begun. */
export function dayFactsOf(
  day: Day,
  { now, zone }: { now: number; zone: string },
  ledger: Ledger,
): DayFacts | undefined {
  const whole = spanOfDay(day, zone);
  if (whole === undefined || whole.from >= now) return undefined;
  const span = { from: whole.from, to: Math.min(whole.to, now) };
  const earlier = (days: number) => sameHours(span, daysLater(day, days), zone);
  const facts = spanFactsOf(span, zone, ledger);
  return {
    ...facts,
    day,
    isOver: whole.to <= now,
    dayBefore: ledger.totals(earlier(-1)),
    weekBefore: ledger.totals(earlier(-7)),
    byHour: hoursOf(ledger.perMinute(span), span.from, zone),
    turned: changesSince(earlier(-1), { from: earlier(-7).from, to: span.from }, facts, ledger),
  };
}

const minuteMs = 60_000;
/** Clocks are set by half hours or whole ones, so each of these lies in one hour of the clock. */
const sliceMinutes = 30;

function sameHours({ from, to }: Span, day: Day | undefined, zone: string): Span {
  const start = (day === undefined ? undefined : spanOfDay(day, zone))?.from ?? from;
  return { from: start, to: start + (to - from) };
}

function hoursOf(perMinute: readonly number[], from: number, zone: string): readonly number[] {
  const hours = Array.from({ length: 24 }, () => 0);
  for (let at = 0; at < perMinute.length; at += sliceMinutes) {
    const hour = hourOf(from + at * minuteMs, zone);
    const failures = perMinute.slice(at, at + sliceMinutes).reduce((sum, count) => sum + count, 0);
    hours[hour] = (hours[hour] ?? 0) + failures;
  }
  return hours;
}
