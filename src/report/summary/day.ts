import { addDays, type Day, getDaySpan, getLocalHour, moveSpanToDay } from '../../base/calendar.js';
import type { FailureTotals, Repository } from '../repository.js';
import { comparePeriods, type PeriodComparison } from './compare-periods.js';
import { type PeriodSummary, summarizePeriod } from './period.js';
import { sumTimeSeries, type TimeSeries } from './time-series.js';

/** One day in one time zone, summarized for the report. */
export type DaySummary = PeriodSummary & {
  readonly day: Day;
  /** False for today: `span` ends now. */
  readonly isOver: boolean;
  /** The same hours of the day before, and of the same weekday of the week before. */
  readonly dayBefore: FailureTotals;
  readonly weekBefore: FailureTotals;
  /** Client-impacting failures by hour of the local clock, 24 numbers. */
  readonly byHour: readonly number[];
  readonly periodComparison: PeriodComparison;
};

/** Summarizes a day; undefined when it does not exist or has not begun. */
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

/** The time series of a day has steps of at most an hour. */
function countByHour(series: TimeSeries, timezone: string): readonly number[] {
  const hours = Array.from({ length: 24 }, () => 0);
  sumTimeSeries(series).forEach((failures, index) => {
    const hour = getLocalHour(series.from + index * series.widthMs, timezone);
    hours[hour] = (hours[hour] ?? 0) + failures;
  });
  return hours;
}
