import { addDays, getLocalDay } from '../../base/calendar.js';
import { bold, shellCommand, text } from '../../render/rich-text.js';
import { buildReport, groupsMax } from '../../report/build-report.js';
import { buildGroupTable } from '../../report/export/tables.js';
import { renderUnknownDay } from '../../report/report-message.js';
import { formatReportName } from '../../report/schedule.js';
import { describeFailures } from '../../report/words/filter.js';
import { isUnfiltered } from '../language/filters.js';
import { findLastWeekday, resolveDay } from '../language/time-window.js';
import { resolveScope } from '../scope.js';
import { renderAnswer, renderSentence, renderUnsupported } from './answer-view.js';
/** `report yesterday`: the report of any day or week; for other periods or with a filter only as CSV. */
export const reportHandler = {
  type: 'report',
  phrases: ['report'],
  precedence: 'first',
  interpret: (sentence) => ({ type: 'report', period: sentence.findPeriod() }),
  usage: 'report [today|yesterday|2026-11-21] [as html|json|csv], weekly report',
  help: 'the report of a day or of seven days; anything else as CSV',
  answer: (question, context) => {
    const period = findReportPeriod(question, context);
    if (period !== undefined) return answerWithReport(question, period, context);
    return question.format === 'csv' ? answerWithGroups(question, context) : answerUnsupported(question);
  },
};
function findReportPeriod({ filter, period, times }, clock) {
  const [time, ...more] = times;
  if (!isUnfiltered(filter) || period === 'month' || more.length > 0) return undefined;
  const today = getLocalDay(clock.now, clock.timezone);
  const yesterday = addDays(today, -1) ?? today;
  if (time === undefined) return { unit: period, day: yesterday };
  if (time.type === 'day') return { unit: period, day: resolveDay(time.day, clock) };
  return time.type === 'weekday' && period === 'day'
    ? { unit: period, day: findLastWeekday(time.weekday, clock) }
    : undefined;
}
function answerWithReport({ format }, period, context) {
  const report = buildReport(period, context.repository, context);
  if (report === undefined) return { message: renderUnknownDay(period.day) };
  if (format === null) return { message: report.message };
  const message = renderReportFile(report.title, period.unit === 'week' ? 'week' : period.day, format);
  if (format === 'csv') return { message, table: report.table };
  const file = createAttachment(format, period, report);
  return file === undefined ? { message } : { message, file };
}
function createAttachment(form, period, { title, json }) {
  if (form === 'html') return { type: 'page', ...period };
  if (form !== 'json') return undefined;
  const fileName = `report-${formatReportName(period)}.json`;
  return { type: 'text', fileName, title, text: `${JSON.stringify(json())}\n` };
}
function answerWithGroups(question, context) {
  const scope = resolveScope(question, context, undefined, defaultTimes[question.period]);
  return {
    message: renderGroupsFile(scope, context),
    table: () => buildGroupTable(context.repository.groups(scope.window.span, groupsMax, scope.filter)),
  };
}
const defaultTimes = {
  day: { type: 'day', day: 'yesterday' },
  week: { type: 'last', count: 7, unit: 'day' },
  month: { type: 'last', count: 30, unit: 'day' },
};
/** Offers alternatives to a report that does not exist. */
const answerUnsupported = ({ filter }) => ({
  message: isUnfiltered(filter)
    ? renderUnsupported('A report of another period', [
        'weekly report',
        'compare this week with last week',
        'report last month as csv',
      ])
    : renderUnsupported('A report with a filter', [
        'top causes yesterday',
        'report payments-api last week as csv',
      ]),
});
/** Describes the report that is attached. */
const renderReportFile = (title, period, form) =>
  renderSentence(
    form === 'html'
      ? text`${bold(title)}, as HTML. In a terminal: ${shellCommand(`badgateway report ${period} --html FILE`)}`
      : text`${bold(title)}, as ${form.toUpperCase()}.`,
  );
/** Describes the table that is attached: failures by cause and upstream. */
const renderGroupsFile = (scope, clock) =>
  renderAnswer(
    {
      lead: text`${bold('Causes and upstreams')} of ${describeFailures(scope.filter)}, ${scope.window.label}, as CSV.`,
    },
    scope,
    clock,
  );
