import { addDays, type Day, getDaySpan } from '../../base/calendar.js';
import type { Span } from '../../base/span.js';
import { sumClientImpacting } from '../../incidents/failure-counts.js';
import type { FailureTotals, Repository } from '../repository.js';
import { comparePeriods, type PeriodComparison } from './compare-periods.js';
import { type PeriodSummary, summarizePeriod } from './period.js';

/** Seven days in one time zone, summarized for the report. */
export type WeekSummary = PeriodSummary & {
  readonly firstDay: Day;
  readonly lastDay: Day;
  readonly days: readonly DailyCount[];
  /** Totals of the previous seven days. */
  readonly weekBefore: FailureTotals;
  readonly periodComparison: PeriodComparison;
};

/** Failures of a day that clients saw or may have seen. */
export type DailyCount = { readonly day: Day; readonly clientImpacting: number };

/** Summarizes the seven days that end with `lastDay`; undefined when it does not exist or the week has not begun. */
export function summarizeWeek(
  lastDay: Day,
  { now, timezone }: { now: number; timezone: string },
  repository: Repository,
): WeekSummary | undefined {
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

function toSpan(from: Day, to: Day, timezone: string): Span | undefined {
  const first = getDaySpan(from, timezone);
  const last = getDaySpan(to, timezone);
  return first && last && { from: first.from, to: last.to };
}

function countImpactingOn(day: Day, week: Span, timezone: string, repository: Repository): number {
  const span = getDaySpan(day, timezone);
  if (span === undefined || span.from >= week.to) return 0;
  const { outcomes } = repository.totals({ from: span.from, to: Math.min(span.to, week.to) });
  return sumClientImpacting(outcomes);
}
