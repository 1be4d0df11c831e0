import { dayOf, daysLater, dayWords, spanOfDay } from '../calendar.js';
import type { Command } from '../command.js';
import { lastWeekday } from '../question/window.js';
import { scopeAt } from '../scope.js';
import { normalView } from '../views/count.js';

/** `is this normal for a sunday?`: today against the same weekday of the weeks before, until the same hour. */
export const normal: Command<'normal'> = {
  what: 'normal',
  usage: 'is this normal for a sunday?',
  help: 'today against the same hours of the same weekday in the weeks before',
  answer: (question, context) => {
    const { ledger, now, zone } = context;
    const scope = scopeAt({ name: 'day', day: 'today' }, question.of, context);
    const passed = scope.window.span.to - scope.window.span.from;
    const today = dayOf(now, zone);
    const [named] = question.when;
    const latest =
      named?.name === 'weekday' ? lastWeekday(named.weekday, context) : (daysLater(today, -7) ?? today);
    const days = [0, 1, 2, 3].flatMap((weeks) => daysLater(latest, -7 * weeks) ?? []);
    const earlier = days.map((day) => {
      const from = spanOfDay(day, zone)?.from ?? now;
      const { failures, requests } = ledger.totals({ from, to: from + passed }, question.of);
      return { day: dayWords(day), failures: failures === 0 && requests === null ? null : failures };
    });
    const [words = 'day'] = dayWords(latest).split(' ');
    const facts = { words, today: ledger.totals(scope.window.span, question.of).failures, earlier };
    return { message: normalView(facts, scope, context) };
  },
};
