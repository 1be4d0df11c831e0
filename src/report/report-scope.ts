import { formatLongDay } from '../base/calendar.js';
import { formatChange, formatCount } from '../base/format-number.js';
import { sumClientImpacting } from '../incidents/failure-counts.js';
import type { RichText } from '../render/rich-text.js';
import { type FailureTotals, hasTraffic } from './repository.js';
import type { DaySummary } from './summary/day.js';
import type { WeekSummary } from './summary/week.js';
import { renderHourStrip, renderSparkline } from './words/hour-strip.js';

/** The wording of a report's period, and its comparisons with earlier ones. */
export type ReportScope = {
  readonly title: string;
  /** The title with the year, for files that are kept. */
  readonly fullTitle: string;
  /** Comparisons with earlier periods in which logs were read. */
  readonly comparisons: readonly RichText[];
  /** The period before: `the day before`. */
  readonly before: string;
  /** The question that returns it: `report 2026-11-21`. */
  readonly query: string;
  readonly breakdown: { readonly title: string; readonly text: string };
};

export function describeDayScope({
  day,
  isOver,
  totals,
  dayBefore,
  weekBefore,
  byHour,
}: DaySummary): ReportScope {
  const soFar = isOver ? '' : ' so far';
  return {
    title: `${formatLongDay(day)}${soFar}`,
    fullTitle: `${formatLongDay(day)} ${day.slice(0, 4)}${soFar}`,
    comparisons: [
      ...compareTotals(dayBefore, totals, isOver ? 'the day before' : 'the day before by this time'),
      ...compareTotals(weekBefore, totals, 'the same day last week'),
    ],
    before: 'the day before',
    query: `report ${day}`,
    breakdown: { title: 'By hour', text: renderHourStrip(byHour) },
  };
}

export function describeWeekScope({ firstDay, lastDay, days, totals, weekBefore }: WeekSummary): ReportScope {
  const title = `Week from ${formatLongDay(firstDay)} to ${formatLongDay(lastDay)}`;
  const bars = [...renderSparkline(days.map(({ clientImpacting }) => clientImpacting))];
  return {
    title,
    fullTitle: `${title} ${lastDay.slice(0, 4)}`,
    comparisons: compareTotals(weekBefore, totals, 'the week before'),
    before: 'the week before',
    query: `weekly report ${lastDay}`,
    breakdown: {
      title: 'By day',
      text: days
        .map(
          ({ day, clientImpacting }, index) =>
            `${formatLongDay(day).slice(0, 3)} ${bars[index] ?? ''} ${formatCount(clientImpacting)}`,
        )
        .join('\n'),
    },
  };
}

const compareTotals = (
  previous: FailureTotals,
  current: FailureTotals,
  previousLabel: string,
): readonly RichText[] =>
  hasTraffic(previous)
    ? [
        [
          describeComparison(
            sumClientImpacting(previous.outcomes),
            sumClientImpacting(current.outcomes),
            previousLabel,
          ),
        ],
      ]
    : [];

/** `twice as many as the day before`, `up from none the day before`. */
export function describeComparison(previous: number, current: number, previousLabel: string): string {
  if (previous === 0)
    return current === 0 ? `no change from ${previousLabel}` : `up from none ${previousLabel}`;
  const change = formatChange(previous, current);
  return `${change} ${change.endsWith('many') ? 'as' : 'than'} ${previousLabel}`;
}
