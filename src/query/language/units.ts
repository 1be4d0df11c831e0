import type { TimeUnit } from '../question.js';

/** How long a unit of time is. A month is thirty days wherever it is a length. */
export const timeUnitMs: Readonly<Record<TimeUnit, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 7 * 86_400_000,
  month: 30 * 86_400_000,
};

/** How it is said behind a number. */
export const timeUnitNames: Readonly<Record<TimeUnit, string>> = {
  minute: 'min',
  hour: 'h',
  day: 'days',
  week: 'weeks',
  month: 'months',
};
