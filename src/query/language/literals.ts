import type { Unit } from '../question.js';
import type { Meant } from './token.js';

/** What a word means by its shape: `BG-142`, `502s`, `15m`, `02:00`, `2026-11-21`. */
export function shaped(word: string): Meant | undefined {
  for (const [shape, meaning] of shapes) {
    const match = shape.exec(word);
    if (match !== null) return meaning(match);
  }
  return undefined;
}

const clock = (hour: number, minute: number): Meant | undefined =>
  hour <= 24 && minute < 60 ? { kind: 'clock', minutes: hour * 60 + minute } : undefined;

const units: Readonly<Record<string, Unit>> = { m: 'minute', h: 'hour', d: 'day', w: 'week' };

const shapes: readonly (readonly [RegExp, (match: RegExpExecArray) => Meant | undefined])[] = [
  [/^bg-?(\d{1,9})$/, ([, number]) => ({ kind: 'incident', number: Number(number) })],
  [/^([45]\d\d)s?$/, ([, status]) => ({ kind: 'status', of: { statuses: [Number(status)] } })],
  [/^([45])xxs?$/, ([, hundred]) => ({ kind: 'status', of: { statuses: hundreds(Number(hundred)) } })],
  [
    /^(\d{1,5})(m|h|d|w)(?:ins?|inutes?|rs?|ours?|ays?|eeks?|)$/,
    ([, count, unit = '']) => ({ kind: 'duration', count: Number(count), unit: units[unit] ?? 'hour' }),
  ],
  [/^(\d{1,2})(?::(\d\d))?am$/, ([, hour, minute = '0']) => clock(Number(hour) % 12, Number(minute))],
  [/^(\d{1,2})(?::(\d\d))?pm$/, ([, hour, minute = '0']) => clock((Number(hour) % 12) + 12, Number(minute))],
  [/^(\d{1,2}):(\d\d)$/, ([, hour, minute]) => clock(Number(hour), Number(minute))],
  [/^\d{4}-\d\d-\d\d$/, ([day]) => ({ kind: 'day', day })],
  [/^#?(\d{1,9})$/, ([, number]) => ({ kind: 'number', number: Number(number) })],
];

const hundreds = (hundred: number): readonly number[] =>
  Array.from({ length: 100 }, (_, at) => hundred * 100 + at);
