/** Parses a word whose form gives its meaning: `BG-142`, `502s`, `15m`, `02:00`, `2026-11-21`. */
export function parseLiteral(word) {
  for (const [pattern, createMeaning] of literalPatterns) {
    const match = pattern.exec(word);
    if (match !== null) return createMeaning(match);
  }
  return undefined;
}
const createClockMeaning = (hour, minute) =>
  hour <= 24 && minute < 60 ? { type: 'clock', minutes: hour * 60 + minute } : undefined;
const unitsByLetter = { m: 'minute', h: 'hour', d: 'day', w: 'week' };
const literalPatterns = [
  [/^bg-?(\d{1,9})$/, ([, number]) => ({ type: 'incident', number: Number(number) })],
  [/^([45]\d\d)s?$/, ([, status]) => ({ type: 'status', filter: { statuses: [Number(status)] } })],
  [
    /^([45])xxs?$/,
    ([, hundred]) => ({ type: 'status', filter: { statuses: listStatuses(Number(hundred)) } }),
  ],
  [
    /^(\d{1,5})(m|h|d|w)(?:ins?|inutes?|rs?|ours?|ays?|eeks?|)$/,
    ([, count, unit = '']) => ({
      type: 'duration',
      count: Number(count),
      unit: unitsByLetter[unit] ?? 'hour',
    }),
  ],
  [
    /^(\d{1,2})(?::(\d\d))?am$/,
    ([, hour, minute = '0']) => createClockMeaning(Number(hour) % 12, Number(minute)),
  ],
  [
    /^(\d{1,2})(?::(\d\d))?pm$/,
    ([, hour, minute = '0']) => createClockMeaning((Number(hour) % 12) + 12, Number(minute)),
  ],
  [/^(\d{1,2}):(\d\d)$/, ([, hour, minute]) => createClockMeaning(Number(hour), Number(minute))],
  [/^\d{4}-\d\d-\d\d$/, ([day]) => ({ type: 'day', day })],
  [/^#?(\d{1,9})$/, ([, number]) => ({ type: 'number', number: Number(number) })],
];
const listStatuses = (hundred) => Array.from({ length: 100 }, (_, index) => hundred * 100 + index);
