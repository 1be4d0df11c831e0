import { addDays, getDaySpan, getLocalHour, moveSpanToDay } from '../../base/calendar.js';
import { comparePeriods } from './compare-periods.js';
import { summarizePeriod } from './period.js';
import { sumTimeSeries } from './time-series.js';
/** Summarizes a day; undefined when it does not exist or has not begun. */
export function summarizeDay(day, { now, timezone }, repository) {
  const fullDay = getDaySpan(day, timezone);
  if (fullDay === undefined || fullDay.from >= now) return undefined;
  const span = { from: fullDay.from, to: Math.min(fullDay.to, now) };
  const shiftDays = (days) => moveSpanToDay(span, addDays(day, days), timezone);
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
function countByHour(series, timezone) {
  const hours = Array.from({ length: 24 }, () => 0);
  sumTimeSeries(series).forEach((failures, index) => {
    const hour = getLocalHour(series.from + index * series.widthMs, timezone);
    hours[hour] = (hours[hour] ?? 0) + failures;
  });
  return hours;
}
