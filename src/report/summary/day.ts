import { addDays, type Day, getDaySpan, getLocalHour, moveSpanToDay } from '../../base/calendar.js';
import type { FailureTotals, Repository } from '../repository.js';
import { comparePeriods, type PeriodComparison } from './compare-periods.js';
import { type PeriodSummary, summarizePeriod } from './period.js';
import { sumTimeSeries, type TimeSeries } from './time-series.js';

/** All that is known about one day in one zone, gathered for the report. */
export type DaySummary = PeriodSummary & {
  readonly day: Day;
  /** When not, `span` ends now. */
  readonly isOver: boolean;
  /** The same hours of the day before, and of the same weekday a week before. */
  readonly dayBefore: FailureTotals;
  readonly weekBefore: FailureTotals;
  /** Alarming failures by hour of the clock, 24 of them. */
  readonly byHour: readonly number[];
  /** What is different from the days before. */
  readonly periodComparison: PeriodComparison;
};

/** Gathers them; undefined when there is no such day, or it has not begun. */
export function summarizeDay(
  day: Day,
  { now, timezone }: { now: number; timezone: string },
  repository: Repository,
): DaySummary | undefined {
  const fullDay = getDaySpan(day, timezone);
  if (fullDay === undefined || fullDay.from >= now) return undefined;
  const span = { from: fullDay.from, to: Math.min(fullDay.to, now) };
  const shiftDays = (days: number) => moveSpanToDay(span, addDays(day, days), timezone);
  const period = summarizePeriod(span, timezone, repository);
  return {
    ...period,
    day,
    isOver: fullDay.to <= now,
    dayBefore: repository.totals(shiftDays(-1)),
    weekBefore: repository.totals(shiftDays(-7)),
    byHour: countByHour(period.timeSeries, timezone),
    periodComparison: comparePeriods(
      shiftDays(-1),
      { from: shiftDays(-7).from, to: span.from },
      period,
      repository,
    ),
  };
}

/** A course of a day has steps of an hour or a part of one. */
function countByHour(series: TimeSeries, timezone: string): readonly number[] {
  const hours = Array.from({ length: 24 }, () => 0);
  sumTimeSeries(series).forEach((failures, index) => {
    const hour = getLocalHour(series.from + index * series.widthMs, timezone);
    hours[hour] = (hours[hour] ?? 0) + failures;
  });
  return hours;
}
