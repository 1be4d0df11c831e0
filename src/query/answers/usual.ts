import { type Clock, dayOf, daysLater, dayWords, spanOfDay } from '../../base/calendar.js';
import { counted, grouped } from '../../base/format-number.js';
import type { Message } from '../../render/message.js';
import { bold, joined, type Phrase, say } from '../../render/rich-text.js';
import type { Command } from '../answer.js';
import { lastWeekday } from '../language/time-window.js';
import { type Scope, scopeAt } from '../scope.js';
import { plainView } from './answer-view.js';
import type { NormalFacts } from './count.js';

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

/** Whether a day is like the same weekday of the weeks before, until the same hour. */
export function normalView({ words, today, earlier }: NormalFacts, scope: Scope, clock: Clock): Message {
  const counts = earlier.map(({ failures }) => failures);
  const items = earlier.map(
    ({ day, failures }): Phrase => say`${day}: ${failures === null ? 'no records kept' : grouped(failures)}`,
  );
  const known = counts.filter((count) => count !== null);
  return plainView(
    {
      lead:
        known.length === 0
          ? say`I cannot tell: there were ${counted(today, 'failure')} so far this ${words}, and no earlier ${words} is on record.`
          : normalWords(words, today, known),
      list: { title: 'The same hours of', items },
    },
    scope,
    clock,
  );
}

function normalWords(words: string, today: number, known: readonly number[]): Phrase {
  const most = Math.max(...known);
  const least = Math.min(...known);
  const range = joined(
    [...new Set([least, most])].map((count) => [grouped(count)]),
    ' to ',
  );
  const usual =
    known.length === 1
      ? say`the one before had ${range} by this hour`
      : say`the ${known.length} before had ${range} by this hour`;
  if (today > most * 1.5 + 5)
    return say`${bold('No')}: ${counted(today, 'failure')} so far this ${words}; ${usual}.`;
  if (today * 1.5 + 5 < least)
    return say`${bold('Fewer than usual')}: ${counted(today, 'failure')} so far this ${words}; ${usual}.`;
  return say`${bold('Yes')}: ${counted(today, 'failure')} so far this ${words}; ${usual}.`;
}
