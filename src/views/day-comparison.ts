import { isRead } from '../change-facts.js';
import type { DayFacts } from '../day-facts.js';
import { comparisonWith } from './comparison.js';
import { alarmingIn } from './impact.js';
import type { Phrase } from './phrase.js';

/** Against the day before and the same weekday of last week; silent about days on which nothing was read. */
export function comparisonsOf({ totals, dayBefore, weekBefore, isOver }: DayFacts): readonly Phrase[] {
  const now = alarmingIn(totals.outcomes);
  const whens = [
    [dayBefore, isOver ? 'the day before' : 'the day before by this time'],
    [weekBefore, 'the same day last week'],
  ] as const;
  return whens.flatMap(([before, when]): Phrase[] =>
    isRead(before) ? [[comparisonWith(alarmingIn(before.outcomes), now, when)]] : [],
  );
}
