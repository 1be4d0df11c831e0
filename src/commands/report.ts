import { dayOf, daysLater } from '../calendar.js';
import type { Command } from '../command.js';
import { dayFactsOf } from '../day-facts.js';
import { dayIn } from '../question.js';
import { noDayView, reportView } from '../views/report.js';

/** `report yesterday`: what every morning's report says, for any day. */
export const report: Command = {
  name: 'report',
  usage: 'report [today|yesterday|2026-11-21]',
  help: 'the report of a day',
  understands: ['today', 'yesterday', /^\d{4}-\d{2}-\d{2}$/, 'day', 'daily'],
  answer: (words, { ledger, now, zone }) => {
    const today = dayOf(now, zone);
    const day = dayIn(words, { now, zone }) ?? daysLater(today, -1) ?? today;
    const facts = dayFactsOf(day, { now, zone }, ledger);
    return facts === undefined ? noDayView(day) : reportView(facts);
  },
};
