import { dayOf, daysLater } from '../calendar.js';
import type { Asked, Command, Context } from '../command.js';
import { dayFactsOf } from '../day-facts.js';
import { isEverything } from '../question/about.js';
import { dayNamed, lastWeekday } from '../question/window.js';
import { missingView } from '../views/missing.js';
import { noDayView, reportView, weekView } from '../views/report.js';
import { weekFactsOf } from '../week-facts.js';

/** `report yesterday`: what every morning's report says, for any day. */
export const report: Command<'report'> = {
  what: 'report',
  usage: 'report [today|yesterday|2026-11-21], weekly report',
  help: 'the report of a day, or of seven',
  answer: (question, context) => ({
    message: missing(question) ?? (isOfWeek(question) ? ofWeek(context) : ofDay(question, context)),
  }),
};

function ofDay({ when }: Asked<'report'>, { ledger, now, zone }: Context) {
  const today = dayOf(now, zone);
  const [named] = when;
  const day =
    named?.name === 'day'
      ? dayNamed(named.day, { now, zone })
      : named?.name === 'weekday'
        ? lastWeekday(named.weekday, { now, zone })
        : (daysLater(today, -1) ?? today);
  const facts = dayFactsOf(day, { now, zone }, ledger);
  return facts === undefined ? noDayView(day) : reportView(facts);
}

/** The seven days until yesterday. */
function ofWeek({ ledger, now, zone }: Context) {
  const today = dayOf(now, zone);
  const to = daysLater(today, -1) ?? today;
  const facts = weekFactsOf(to, { now, zone }, ledger);
  return facts === undefined ? noDayView(to) : weekView(facts);
}

const isOfWeek = ({ period, when }: Asked<'report'>): boolean => period === 'week' && when.length === 0;

/** What a report cannot do, with what can be asked instead. */
function missing(question: Asked<'report'>) {
  const { period, form, of, when } = question;
  const isOfDay = when.every(({ name }) => name === 'day' || name === 'weekday');
  if (form !== null) return missingView(`A report as ${form}`, ['top causes last 30d', 'report yesterday']);
  if (!isOfWeek(question) && (period !== 'day' || !isOfDay))
    return missingView('A report of any other time', [
      'weekly report',
      'compare this week with last week',
      'report yesterday',
    ]);
  if (!isEverything(of))
    return missingView('A report of a part', ['top causes yesterday', 'report yesterday']);
  return undefined;
}
