import { dayMs, hourMs, minuteMs } from '../../base/duration.js';
/** Length of a unit of time. A month is thirty days. */
export const timeUnitMs = {
  minute: minuteMs,
  hour: hourMs,
  day: dayMs,
  week: 7 * dayMs,
  month: 30 * dayMs,
};
/** Name of the unit after a number. */
export const timeUnitNames = {
  minute: 'min',
  hour: 'h',
  day: 'days',
  week: 'weeks',
  month: 'months',
};
