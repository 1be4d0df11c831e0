import { addDays, getDaySpan } from '../../base/calendar.js';
import { sumClientImpacting } from '../../incidents/failure-counts.js';
import { comparePeriods } from './compare-periods.js';
import { summarizePeriod } from './period.js';
/** Summarizes the seven days that end with `lastDay`; undefined when it does not exist or the week has not begun. */
export function summarizeWeek(lastDay, { now, timezone }, repository) {
  const week = [-6, -5, -4, -3, -2, -1, 0].flatMap((days) => addDays(lastDay, days) ?? []);
  const [firstDay = lastDay] = week;
  const fullWeek = toSpan(firstDay, lastDay, timezone);
  if (fullWeek === undefined || fullWeek.from >= now) return undefined;
  const span = { from: fullWeek.from, to: Math.min(fullWeek.to, now) };
  const previousSpan =
    toSpan(addDays(firstDay, -7) ?? firstDay, addDays(lastDay, -7) ?? lastDay, timezone) ?? span;
  const historySpan =
    toSpan(addDays(firstDay, -28) ?? firstDay, addDays(firstDay, -1) ?? firstDay, timezone) ?? previousSpan;
  const period = summarizePeriod(span, timezone, repository);
  return {
    ...period,
    firstDay,
    lastDay,
    days: week.map((day) => ({ day, clientImpacting: countImpactingOn(day, span, timezone, repository) })),
    weekBefore: repository.totals(previousSpan),
    periodComparison: comparePeriods(previousSpan, historySpan, period, repository),
  };
}
function toSpan(from, to, timezone) {
  const first = getDaySpan(from, timezone);
  const last = getDaySpan(to, timezone);
  return first && last && { from: first.from, to: last.to };
}
function countImpactingOn(day, week, timezone, repository) {
  const span = getDaySpan(day, timezone);
  if (span === undefined || span.from >= week.to) return 0;
  const { outcomes } = repository.totals({ from: span.from, to: Math.min(span.to, week.to) });
  return sumClientImpacting(outcomes);
}
