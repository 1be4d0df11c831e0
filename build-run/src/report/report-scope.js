import { formatLongDay } from '../base/calendar.js';
import { formatChange, formatCount } from '../base/format-number.js';
import { sumClientImpacting } from '../incidents/failure-counts.js';
import { hasTraffic } from './repository.js';
import { renderHourStrip, renderSparkline } from './words/hour-strip.js';
export function describeDayScope({ day, isOver, totals, dayBefore, weekBefore, byHour }) {
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
export function describeWeekScope({ firstDay, lastDay, days, totals, weekBefore }) {
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
const compareTotals = (previous, current, previousLabel) =>
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
export function describeComparison(previous, current, previousLabel) {
  if (previous === 0)
    return current === 0 ? `no change from ${previousLabel}` : `up from none ${previousLabel}`;
  const change = formatChange(previous, current);
  return `${change} ${change.endsWith('many') ? 'as' : 'than'} ${previousLabel}`;
}
