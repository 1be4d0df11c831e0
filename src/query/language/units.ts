import { dayMs, hourMs, minuteMs } from '../../base/duration.js';
import type { TimeUnit } from '../question.js';

/** Length of a unit of time. A month is thirty days. */
export const timeUnitMs: Readonly<Record<TimeUnit, number>> = {
  minute: minuteMs,
  hour: hourMs,
  day: dayMs,
  week: 7 * dayMs,
  month: 30 * dayMs,
};

/** Name of the unit after a number. */
export const timeUnitNames: Readonly<Record<TimeUnit, string>> = {
  minute: 'min',
  hour: 'h',
  day: 'days',
  week: 'weeks',
  month: 'months',
};
