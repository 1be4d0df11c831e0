import { addDays, formatLongDay, getDaySpan, getLocalDay } from '../../base/calendar.js';
import { formatCount, pluralize } from '../../base/format-number.js';
import { bold, joinText, text } from '../../render/rich-text.js';
import { hasTraffic } from '../../report/repository.js';
import { countHeadline } from '../../report/summary/headline.js';
import { findLastWeekday } from '../language/time-window.js';
import { resolveTimeScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';
/** `is this normal for a sunday?`: today compared with the same weekday of earlier weeks, up to the same hour. */
export const usualHandler = {
  type: 'usual',
  phrases: ['normal', 'usual', 'typical', 'expected', 'unusual', 'more than usual'],
  usage: 'is this normal for a sunday?',
  help: 'today compared with the same weekday and hours of earlier weeks',
  answer: (question, context) => {
    const { repository, now, timezone } = context;
    const scope = resolveTimeScope({ type: 'day', day: 'today' }, question.filter, context);
    const elapsedMs = scope.window.span.to - scope.window.span.from;
    const today = getLocalDay(now, timezone);
    const [time] = question.times;
    const latest =
      time?.type === 'weekday' ? findLastWeekday(time.weekday, context) : (addDays(today, -7) ?? today);
    const days = [0, 1, 2, 3].flatMap((weeks) => addDays(latest, -7 * weeks) ?? []);
    const earlierDays = days.map((day) => {
      const from = getDaySpan(day, timezone)?.from ?? now;
      const totals = repository.totals({ from, to: from + elapsedMs }, question.filter);
      return {
        day: formatLongDay(day),
        failures: hasTraffic(totals) ? countHeadline(totals, question.filter) : null,
      };
    });
    const [weekdayName = 'day'] = formatLongDay(latest).split(' ');
    const comparison = {
      weekdayName: weekdayName,
      failuresToday: countHeadline(repository.totals(scope.window.span, question.filter), question.filter),
      earlierDays: earlierDays,
    };
    return { message: renderUsual(comparison, scope, context) };
  },
};
/** Renders whether a day is like the same weekday of earlier weeks, up to the same hour. */
function renderUsual({ weekdayName, failuresToday, earlierDays }, scope, clock) {
  const counts = earlierDays.map(({ failures }) => failures);
  const items = earlierDays.map(
    ({ day, failures }) => text`${day}: ${failures === null ? 'no records' : formatCount(failures)}`,
  );
  const knownCounts = counts.filter((count) => count !== null);
  return renderAnswer(
    {
      lead:
        knownCounts.length === 0
          ? text`I cannot tell: ${pluralize(failuresToday, 'failure')} so far this ${weekdayName}, but no earlier ${weekdayName} is on record.`
          : describeUsual(weekdayName, failuresToday, knownCounts),
      list: { title: 'The same hours of', items },
    },
    scope,
    clock,
  );
}
function describeUsual(weekdayName, failuresToday, knownCounts) {
  const most = Math.max(...knownCounts);
  const least = Math.min(...knownCounts);
  const range = joinText(
    [...new Set([least, most])].map((count) => [formatCount(count)]),
    ' to ',
  );
  const usual =
    knownCounts.length === 1
      ? text`the one before had ${range} by this hour`
      : text`the ${knownCounts.length} before had ${range} by this hour`;
  if (failuresToday > most * 1.5 + 5)
    return text`${bold('No')}: ${pluralize(failuresToday, 'failure')} so far this ${weekdayName}; ${usual}.`;
  if (failuresToday * 1.5 + 5 < least)
    return text`${bold('Fewer than usual')}: ${pluralize(failuresToday, 'failure')} so far this ${weekdayName}; ${usual}.`;
  return text`${bold('Yes')}: ${pluralize(failuresToday, 'failure')} so far this ${weekdayName}; ${usual}.`;
}
