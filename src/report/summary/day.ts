import { type Day, daysLater, hourOf, sameHours, spanOfDay } from '../../base/calendar.js';
import type { Ledger, Totals } from '../repository.js';
import { type Changes, changesSince } from './compare-periods.js';
import { type SpanFacts, spanFactsOf } from './period.js';
import { type Course, totalCourse } from './time-series.js';

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
    byHour: hoursOf(facts.course, zone),
    turned: changesSince(earlier(-1), { from: earlier(-7).from, to: span.from }, facts, ledger),
  };
}

/** A course of a day has steps of an hour or a part of one. */
function hoursOf(course: Course, zone: string): readonly number[] {
  const hours = Array.from({ length: 24 }, () => 0);
  totalCourse(course).forEach((failures, at) => {
    const hour = hourOf(course.from + at * course.widthMs, zone);
    hours[hour] = (hours[hour] ?? 0) + failures;
  });
  return hours;
}
