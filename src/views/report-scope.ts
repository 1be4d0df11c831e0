import { dayWords } from '../calendar.js';
import { isRead } from '../change-facts.js';
import type { DayFacts } from '../day-facts.js';
import { grouped } from '../figures.js';
import type { Totals } from '../ledger.js';
import { alarmingIn } from '../tally.js';
import type { WeekFacts } from '../week-facts.js';
import { barsOf } from './bars.js';
import { comparisonWith } from './comparison.js';
import { hourStrip } from './hours.js';
import type { Phrase } from './phrase.js';

/** What a report calls its time, and what it compares it with. */
export type ReportScope = {
  readonly title: string;
  /** The same with the year, for what is kept. */
  readonly fullTitle: string;
  /** Against earlier times in which something was read. */
  readonly comparisons: readonly Phrase[];
  /** What comes before: `the day before`. */
  readonly before: string;
  /** How it is asked for: `report 2026-11-21`. */
  readonly asked: string;
  readonly strip: { readonly title: string; readonly text: string };
};

export function dayScope({ day, isOver, totals, dayBefore, weekBefore, byHour }: DayFacts): ReportScope {
  const soFar = isOver ? '' : ' so far';
  return {
    title: `${dayWords(day)}${soFar}`,
    fullTitle: `${dayWords(day)} ${day.slice(0, 4)}${soFar}`,
    comparisons: [
      ...comparison(dayBefore, totals, isOver ? 'the day before' : 'the day before by this time'),
      ...comparison(weekBefore, totals, 'the same day last week'),
    ],
    before: 'the day before',
    asked: `report ${day}`,
    strip: { title: 'By hour', text: hourStrip(byHour) },
  };
}

export function weekScope({ from, to, days, totals, weekBefore }: WeekFacts): ReportScope {
  const title = `Week from ${dayWords(from)} to ${dayWords(to)}`;
  const bars = [...barsOf(days.map(({ alarming }) => alarming))];
  return {
    title,
    fullTitle: `${title} ${to.slice(0, 4)}`,
    comparisons: comparison(weekBefore, totals, 'the week before'),
    before: 'the week before',
    asked: `weekly report ${to}`,
    strip: {
      title: 'By day',
      text: days
        .map(({ day, alarming }, at) => `${dayWords(day).slice(0, 3)} ${bars[at] ?? ''} ${grouped(alarming)}`)
        .join('\n'),
    },
  };
}

const comparison = (before: Totals, now: Totals, when: string): readonly Phrase[] =>
  isRead(before) ? [[comparisonWith(alarmingIn(before.outcomes), alarmingIn(now.outcomes), when)]] : [];
