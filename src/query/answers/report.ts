import { dayOf, daysLater } from '../../base/calendar.js';
import type { Enclosure, Form } from '../../render/attachment.js';
import { groupsMax, type Whole, type WholeReport, wholeReportOf } from '../../report/build-report.js';
import { groupTable } from '../../report/export/tables.js';
import { noDayView } from '../../report/report-message.js';
import { reportName } from '../../report/schedule.js';
import type { Answer, Asked, Command, Context } from '../answer.js';
import { isEverything } from '../language/merge-filters.js';
import { dayNamed, lastWeekday } from '../language/time-window.js';
import type { When } from '../question.js';
import { scopeOf } from '../scope.js';
import { partFileView, reportFileView } from './file-notes.js';
import { missingView } from './help.js';

/** `report yesterday`: what every morning's report says, for any day or week; of a part or another time as CSV. */
export const report: Command<'report'> = {
  what: 'report',
  usage: 'report [today|yesterday|2026-11-21] [as html|json|csv], weekly report',
  help: 'the report of a day, or of seven; of anything else as CSV',
  answer: (question, context) => {
    const whole = wholeOf(question, context);
    if (whole !== undefined) return wholeAnswer(question, whole, context);
    return question.form === 'csv' ? ofPart(question, context) : missing(question);
  },
};

function wholeOf({ of, period, when }: Asked<'report'>, clock: Context): Whole | undefined {
  const [named, ...more] = when;
  if (!isEverything(of) || period === 'month' || more.length > 0) return undefined;
  const today = dayOf(clock.now, clock.zone);
  const yesterday = daysLater(today, -1) ?? today;
  if (named === undefined) return { of: period, day: yesterday };
  if (named.name === 'day') return { of: period, day: dayNamed(named.day, clock) };
  return named.name === 'weekday' && period === 'day'
    ? { of: period, day: lastWeekday(named.weekday, clock) }
    : undefined;
}

function wholeAnswer({ form }: Asked<'report'>, whole: Whole, context: Context): Answer {
  const told = wholeReportOf(whole, context.ledger, context);
  if (told === undefined) return { message: noDayView(whole.day) };
  if (form === null) return { message: told.message };
  const message = reportFileView(told.title, whole.of === 'week' ? 'week' : whole.day, form);
  if (form === 'csv') return { message, table: told.table };
  const file = fileAs(form, whole, told);
  return file === undefined ? { message } : { message, file };
}

function fileAs(form: Form, whole: Whole, { title, json }: WholeReport): Enclosure | undefined {
  if (form === 'html') return { name: 'page', ...whole };
  if (form !== 'json') return undefined;
  const fileName = `report-${reportName(whole)}.json`;
  return { name: 'text', fileName, title, text: `${JSON.stringify(json())}\n` };
}

function ofPart(question: Asked<'report'>, context: Context): Answer {
  const scope = scopeOf(question, context, undefined, lengths[question.period]);
  return {
    message: partFileView(scope, context),
    table: () => groupTable(context.ledger.groups(scope.window.span, groupsMax, scope.of)),
  };
}

const lengths: Readonly<Record<Asked<'report'>['period'], When>> = {
  day: { name: 'day', day: 'yesterday' },
  week: { name: 'last', count: 7, unit: 'day' },
  month: { name: 'last', count: 30, unit: 'day' },
};

/** What can be asked instead of a report that is not made. */
const missing = ({ of }: Asked<'report'>): Answer => ({
  message: isEverything(of)
    ? missingView('A report of any other time', [
        'weekly report',
        'compare this week with last week',
        'report last month as csv',
      ])
    : missingView('A report of a part', ['top causes yesterday', 'report payments-api last week as csv']),
});
