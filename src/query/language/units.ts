import { dayMs, hourMs, minuteMs } from '../../base/duration.js';
import type { TimeUnit } from '../question.js';

/** How long a unit of time is. A month is thirty days wherever it is a length. */
export const timeUnitMs: Readonly<Record<TimeUnit, number>> = {
  minute: minuteMs,
  hour: hourMs,
  day: dayMs,
  week: 7 * dayMs,
  month: 30 * dayMs,
};

/** How it is said behind a number. */
export const timeUnitNames: Readonly<Record<TimeUnit, string>> = {
  minute: 'min',
  hour: 'h',
  day: 'days',
  week: 'weeks',
  month: 'months',
};
