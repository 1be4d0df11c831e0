import { type Day, daysLater, hourOf, spanOfDay } from './calendar.js';
import { type GroupFacts, groupFactsOf } from './group-facts.js';
import type { Incident } from './incident.js';
import type { FileCoverage, Ledger, Ranked, Span, Totals } from './ledger.js';

/** All that is known about one day in one zone, gathered for the report. */
export type DayFacts = {
  readonly day: Day;
  readonly zone: string;
  /** Up to now where the day is not over. */
  readonly span: Span;
  readonly isOver: boolean;
  readonly totals: Totals;
  /** The same hours of the day before, and of the same weekday a week before. */
  readonly dayBefore: Totals;
  readonly weekBefore: Totals;
  /** Alarming failures by hour of the clock, 24 of them. */
  readonly byHour: readonly number[];
  readonly groups: readonly GroupFacts[];
  readonly routes: readonly Ranked[];
  readonly incidents: readonly Incident[];
  readonly coverage: readonly FileCoverage[];
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
  const earlier = (days: number) => ledger.totals(sameHours(span, daysLater(day, days), zone));
  return {
    day,
    zone,
    span,
    isOver: whole.to <= now,
    totals: ledger.totals(span),
    dayBefore: earlier(-1),
    weekBefore: earlier(-7),
    byHour: hoursOf(ledger.perMinute(span), span.from, zone),
    groups: groupFactsOf(ledger, span, groupsMax),
    routes: ledger.top('route', span, routesMax).filter(({ key }) => key !== null),
    incidents: ledger.incidents(span).slice(0, incidentsMax),
    coverage: ledger.coverage(),
  };
}

const minuteMs = 60_000;
/** Clocks are set by half hours or whole ones, so each of these lies in one hour of the clock. */
const sliceMinutes = 30;
const groupsMax = 5;
const routesMax = 5;
const incidentsMax = 50;

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
