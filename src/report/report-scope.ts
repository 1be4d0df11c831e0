import { dayWords } from '../base/calendar.js';
import { changeFrom, grouped } from '../base/format-number.js';
import { alarmingIn } from '../incidents/failure-counts.js';
import type { Phrase } from '../render/rich-text.js';
import { isRead, type Totals } from './repository.js';
import type { DayFacts } from './summary/day.js';
import type { WeekFacts } from './summary/week.js';
import { barsOf, hourStrip } from './words/hour-strip.js';

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

/** `twice as many as the day before`, `up from none the day before`. */
export function comparisonWith(before: number, now: number, when: string): string {
  if (before === 0) return now === 0 ? `none, like ${when}` : `up from none ${when}`;
  const change = changeFrom(before, now);
  return `${change} ${change.endsWith('many') ? 'as' : 'than'} ${when}`;
}
