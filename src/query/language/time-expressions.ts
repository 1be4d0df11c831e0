import type { SinceStart, TimeExpression, TimeUnit } from '../question.js';
import type { SentencePart } from './grammar-actions.js';
import type { QuestionToken, WordMeaning } from './token.js';

/** Reads the times of a sentence, in their order. A day beside `between … and …` or `at …` is the day of that time. */
export function readTimes(
  parts: readonly SentencePart[],
  tokens: readonly QuestionToken[],
): readonly TimeExpression[] {
  const times = parts.flatMap(
    (part) => readTime(part, (index) => tokens[part.tokenIndexes[index] ?? -1]?.meaning) ?? [],
  );
  const ofDay = times.find((time) => time.type === 'between' || time.type === 'around');
  const day = times.find((time) => time.type === 'day');
  if ((ofDay?.type !== 'between' && ofDay?.type !== 'around') || day?.type !== 'day') return times;
  return [{ ...ofDay, day: day.day }, ...times.filter((time) => time !== ofDay && time !== day)];
}

type GetArgument = (index: number) => WordMeaning | undefined;

function readTime({ type }: SentencePart, argument: GetArgument): TimeExpression | undefined {
  const first = argument(0);
  switch (type) {
    case 'now':
      return { type: 'now' };
    case 'night':
      return { type: 'night' };
    case 'last':
      return readLast(first, argument(1));
    case 'last-unit':
      return first?.type === 'unit' ? { type: 'last', count: 1, unit: first.unit } : undefined;
    case 'this-unit':
      return first?.type === 'unit' ? { type: 'this', unit: first.unit } : undefined;
    case 'day':
      if (first?.type === 'day') return { type: 'day', day: first.day };
      return first?.type === 'weekday' ? { type: 'weekday', weekday: first.weekday } : undefined;
    case 'since':
      return readSince(first);
    case 'between':
      return readBetween(toClockMinutes(first), toClockMinutes(argument(1)));
    case 'around':
      return readAround(toClockMinutes(first));
    case 'before':
      return readBetween(0, toClockMinutes(first));
    case 'daypart':
      return first?.type === 'daypart' ? readBetween(first.fromMinutes, first.toMinutes) : undefined;
    default:
      return undefined;
  }
}

function readLast(
  first: WordMeaning | undefined,
  second: WordMeaning | undefined,
): TimeExpression | undefined {
  if (first?.type === 'duration') return { type: 'last', count: first.count, unit: first.unit };
  const unit: TimeUnit | undefined = second?.type === 'unit' ? second.unit : undefined;
  return first?.type === 'number' && unit !== undefined
    ? { type: 'last', count: first.number, unit }
    : undefined;
}

function readSince(meaning: WordMeaning | undefined): TimeExpression | undefined {
  const start = readSinceStart(meaning);
  return start === undefined ? undefined : { type: 'since', start };
}

function readSinceStart(meaning: WordMeaning | undefined): SinceStart | undefined {
  const minutes = toClockMinutes(meaning);
  if (minutes !== undefined) return { type: 'clock', minutes };
  switch (meaning?.type) {
    case 'day':
      return { type: 'day', day: meaning.day };
    case 'weekday':
      return { type: 'weekday', weekday: meaning.weekday };
    case 'change':
      return { type: 'change', changeType: meaning.changeType ?? 'deploy' };
    default:
      return undefined;
  }
}

const readAround = (minutes: number | undefined): TimeExpression | undefined =>
  minutes === undefined ? undefined : { type: 'around', minutes, day: null };

const readBetween = (
  fromMinutes: number | undefined,
  toMinutes: number | undefined,
): TimeExpression | undefined =>
  fromMinutes === undefined || toMinutes === undefined
    ? undefined
    : { type: 'between', fromMinutes, toMinutes, day: null };

/** Minutes after midnight; a bare number is an hour: `since 2`. */
export const toClockMinutes = (meaning: WordMeaning | undefined): number | undefined => {
  if (meaning?.type === 'clock') return meaning.minutes;
  if (meaning?.type === 'daypart') return meaning.fromMinutes;
  return meaning?.type === 'number' && meaning.number <= 24 ? meaning.number * 60 : undefined;
};
