import { type Clock, type Day, dayOf, daysLater, spanOfDay } from './calendar.js';
import type { Span } from './ledger.js';

/** A stretch of time that was asked about, and how to say it. */
export type Window = { readonly span: Span; readonly words: string };

/** The words of a question that mean something here, in lower case: without courtesies, marks and mentions. */
export function wordsOf(text: string): readonly string[] {
  return text
    .slice(0, questionCharsMax)
    .toLowerCase()
    .replace(/<[^<>]{0,60}>/g, ' ')
    .split(/[\s,;!?"'“”‘’()]+/)
    .map((word) => word.replace(/^[.:/]+|[.:]+$/g, ''))
    .filter((word) => word !== '' && !fillers.has(word));
}

/** What a word about time looks like, for commands that take one. */
export const timeWords: readonly (string | RegExp)[] = [
  'today',
  'yesterday',
  'last',
  'past',
  'hour',
  'hours',
  'day',
  'days',
  'week',
  'weeks',
  'minutes',
  /^\d{1,5}(m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)?$/,
  /^(mins?|minute|m|h|hrs?|d|w)$/,
];

/** The time that the words name: `today`, `yesterday`, `last 2 h`; the last 24 hours when they name none. */
export function windowIn(words: readonly string[], { now, zone }: Clock): Window {
  const day = dayIn(words, { now, zone });
  const span = day === undefined ? undefined : spanOfDay(day, zone);
  if (day !== undefined && span !== undefined) {
    const known = words.find((word) => word === 'today' || word === 'yesterday');
    return { span: { from: span.from, to: Math.min(span.to, now) }, words: known ?? day };
  }
  const { count, unit } = durationIn(words);
  const ms = Math.max(minuteMs, Math.min(count * unit.ms, windowMsMax));
  return { span: { from: now - ms, to: now }, words: lastWords(Math.round(ms / unit.ms) || 1, unit) };
}

/** The day that the words name: `today`, `yesterday` or `2026-11-21`; undefined when they name none. */
export function dayIn(words: readonly string[], { now, zone }: Clock): Day | undefined {
  const today = dayOf(now, zone);
  if (words.includes('today')) return today;
  if (words.includes('yesterday')) return daysLater(today, -1);
  return words.find((word) => /^\d{4}-\d{2}-\d{2}$/.test(word));
}

/** The incident that the words name: 142 for `BG-142`, `bg142` or `142`; undefined when they name none. */
export function incidentNumberIn(words: readonly string[]): number | undefined {
  const name = words.map((word) => /^(?:bg-?)?(\d{1,9})$/.exec(word)?.[1]).find(Boolean);
  return name === undefined ? undefined : Number(name);
}

const questionCharsMax = 500;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const windowMsMax = 90 * dayMs;

const fillers = new Set(
  'a an the and or of in on at for by from is are was were be do does did i we you us me my our it its there this that these please pls thanks thank show give tell list get see what which who how many much can could would bot badgateway hey hi hello ok so some all any with about happened failed failing failures failure 502 502s'.split(
    ' ',
  ),
);

type Unit = { readonly name: string; readonly one: string; readonly ms: number };
const units: readonly (readonly [RegExp, Unit])[] = [
  [/^(m|mins?|minutes?)$/, { name: 'min', one: 'minute', ms: minuteMs }],
  [/^(h|hrs?|hours?)$/, { name: 'h', one: 'hour', ms: hourMs }],
  [/^(d|days?)$/, { name: 'days', one: 'day', ms: dayMs }],
  [/^(w|weeks?)$/, { name: 'weeks', one: 'week', ms: 7 * dayMs }],
];

const lastWords = (count: number, { name, one }: Unit) =>
  count === 1 ? `last ${one}` : `last ${count} ${name}`;

/** `2h`, `2 hours` or `hour` alone. */
function durationIn(words: readonly string[]): { readonly count: number; readonly unit: Unit } {
  for (const [at, word] of words.entries()) {
    const { number = '', letters = '' } = /^(?<number>\d{0,5})(?<letters>[a-z]*)$/.exec(word)?.groups ?? {};
    const name = letters || (words[at + 1] ?? '');
    const unit = units.find(([shape]) => shape.test(name))?.[1];
    if (unit !== undefined && (letters !== '' || number !== ''))
      return { count: number === '' ? 1 : +number, unit };
  }
  return { count: 24, unit: { name: 'h', one: 'hour', ms: hourMs } };
}
