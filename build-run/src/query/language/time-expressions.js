/** Reads the times of a sentence, in their order. A day beside `between … and …` is the day of that range. */
export function readTimes(parts, tokens) {
  const times = parts.flatMap(
    (part) => readTime(part, (index) => tokens[part.tokenIndexes[index] ?? -1]?.meaning) ?? [],
  );
  const between = times.find((time) => time.type === 'between');
  const day = times.find((time) => time.type === 'day');
  if (between?.type !== 'between' || day?.type !== 'day') return times;
  return [{ ...between, day: day.day }, ...times.filter((time) => time !== between && time !== day)];
}
function readTime({ type }, argument) {
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
    default:
      return undefined;
  }
}
function readLast(first, second) {
  if (first?.type === 'duration') return { type: 'last', count: first.count, unit: first.unit };
  const unit = second?.type === 'unit' ? second.unit : undefined;
  return first?.type === 'number' && unit !== undefined
    ? { type: 'last', count: first.number, unit }
    : undefined;
}
function readSince(meaning) {
  const start = readSinceStart(meaning);
  return start === undefined ? undefined : { type: 'since', start };
}
function readSinceStart(meaning) {
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
const readBetween = (fromMinutes, toMinutes) =>
  fromMinutes === undefined || toMinutes === undefined
    ? undefined
    : { type: 'between', fromMinutes, toMinutes, day: null };
/** Minutes after midnight; a bare number is an hour: `since 2`. */
export const toClockMinutes = (meaning) => {
  if (meaning?.type === 'clock') return meaning.minutes;
  return meaning?.type === 'number' && meaning.number <= 24 ? meaning.number * 60 : undefined;
};
