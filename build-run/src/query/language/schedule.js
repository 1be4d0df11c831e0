import { parseLiteral } from './literals.js';
import { ScheduleDraft } from './schedule-draft.js';
import { timeUnitMs } from './units.js';
/**
 * Reads the time at the beginning of these words, as far as it goes; `length` is the number of its words. Undefined when they
 * begin with none. Nothing is guessed: a preposition counts only with a time behind it, so `for the release` is no time.
 */
export function matchSchedule(words, vocabulary) {
  const draft = new ScheduleDraft();
  let length = 0;
  while (length < words.length) {
    const item = matchItem(words.slice(length), draft, vocabulary);
    if (item === undefined || !draft.add(item)) break;
    length += item.length;
  }
  return length === 0 ? undefined : { schedule: draft.expression, length };
}
/** True for words that can only begin a time. Where one of them could not be read, the text is not a reason. */
export const startsLikeTime = (text) =>
  /^(every|each|until|till|between|from|starting|tomorrow|daily|nightly|weekly|monthly|\d{1,2}:\d\d)$/.test(
    text,
  );
const prepositions = {
  from: 'start',
  at: 'start',
  starting: 'start',
  until: 'end',
  till: 'end',
  to: 'end',
  for: 'length',
  in: 'delay',
  every: 'every',
  each: 'every',
  between: 'between',
  and: 'and',
  on: 'filler',
  the: 'filler',
  this: 'filler',
  next: 'filler',
};
function matchItem(words, draft, vocabulary) {
  let preposition = null;
  let index = 0;
  for (; index < words.length; index++) {
    const found = prepositions[words[index]?.text ?? ''];
    if (found === undefined) break;
    if (found !== 'filler') preposition = found;
  }
  const texts = words.slice(index).map(({ text }) => text);
  const value = matchValue(texts, preposition, draft, vocabulary);
  return value && { ...value, preposition, length: index + value.length };
}
function matchValue(texts, preposition, draft, vocabulary) {
  const [first, second = '', third = ''] = texts;
  if (first === undefined) return undefined;
  if (preposition === 'end') {
    const event = matchEvent(texts, vocabulary);
    if (event !== undefined) return event;
  }
  const weekdays = matchWeekdays(first, preposition, draft, vocabulary);
  if (weekdays !== undefined) return weekdays;
  if (first === 'tomorrow') return { type: 'day', day: first, length: 1 };
  if (first === 'tonight') return { type: 'day', day: 'today', length: 1 };
  if (first === 'half' && second === 'an' && third === 'hour')
    return { type: 'duration', ms: timeUnitMs.hour / 2, length: 3 };
  if (/^(?:am|pm)$/.test(second)) {
    const clock = parseLiteral(first + second);
    if (clock?.type === 'clock') return { type: 'clock', minutes: clock.minutes, length: 2 };
  }
  const unit = vocabulary.phrases.get(second);
  if ((first === 'an' || first === 'a') && unit?.type === 'unit')
    return { type: 'duration', ms: timeUnitMs[unit.unit], length: 2 };
  return matchMeaning(parseLiteral(first) ?? vocabulary.phrases.get(first), unit, preposition, draft);
}
function matchMeaning(meaning, unit, preposition, draft) {
  switch (meaning?.type) {
    case 'clock':
      return { type: 'clock', minutes: meaning.minutes, length: 1 };
    case 'duration':
      return { type: 'duration', ms: meaning.count * timeUnitMs[meaning.unit], length: 1 };
    case 'day':
      return meaning.day === 'yesterday' ? undefined : { type: 'day', day: meaning.day, length: 1 };
    case 'weekday':
      return { type: 'day', day: toIsoWeekday(meaning.weekday), length: 1 };
    case 'number':
      if (unit?.type === 'unit')
        return { type: 'duration', ms: meaning.number * timeUnitMs[unit.unit], length: 2 };
      // A bare number is an hour only where a time must follow: `from 22 to 23`, `tomorrow 22`.
      return meaning.number <= 24 && (isClockPosition(preposition) || draft.endsWithDay)
        ? { type: 'clock', minutes: meaning.number * 60, length: 1 }
        : undefined;
    default:
      return undefined;
  }
}
const isClockPosition = (preposition) =>
  preposition === 'start' || preposition === 'end' || preposition === 'between' || preposition === 'and';
/** `every sunday`, `sundays`, `every monday and thursday`, `daily`, `every night`, `on weekdays`. */
function matchWeekdays(text, preposition, draft, { phrases }) {
  if (preposition === 'end' || preposition === 'length' || preposition === 'delay') return undefined;
  const named = namedWeekdays[text];
  if (named !== undefined) return { type: 'weekdays', weekdays: named, length: 1 };
  const isRepeated = preposition === 'every' || (preposition !== 'start' && draft.endsWithWeekdays);
  if (isRepeated && /^(day|night|evening|morning)$/.test(text))
    return { type: 'weekdays', weekdays: everyDay, length: 1 };
  const singular = phrases.get(text.replace(/s$/, ''));
  if (singular?.type !== 'weekday' || !(isRepeated || text.endsWith('days'))) return undefined;
  return { type: 'weekdays', weekdays: [toIsoWeekday(singular.weekday)], length: 1 };
}
const everyDay = [1, 2, 3, 4, 5, 6, 7];
const namedWeekdays = {
  daily: everyDay,
  nightly: everyDay,
  weekday: [1, 2, 3, 4, 5],
  weekdays: [1, 2, 3, 4, 5],
  weekend: [6, 7],
  weekends: [6, 7],
};
const toIsoWeekday = (weekday) => weekday || 7;
/** `until the deploy ends`, `until I end it`, `until further notice`. */
function matchEvent(texts, { phrases }) {
  const sentence = texts.join(' ');
  const byHand = /^(further notice|(?:i|we) (?:end it|say so|unsilence(?: it)?))(?= |$)/.exec(sentence)?.[0];
  if (byHand !== undefined) return { type: 'event', event: 'by-hand', length: countWords(byHand) };
  const meaning = phrases.get(texts[0] ?? '');
  if (meaning?.type !== 'change' || meaning.changeType !== 'deploy') return undefined;
  const verb = /^(?:is |has |was )?(?:over|done|finished|ended|ends|complete|completed|finishes)(?= |$)/.exec(
    texts.slice(1).join(' '),
  )?.[0];
  return { type: 'event', event: 'deploy', length: 1 + (verb === undefined ? 0 : countWords(verb)) };
}
const countWords = (text) => text.split(' ').length;
