import { dayMs, hourMs, minuteMs } from './duration.js';
/** The calendar day of an instant in a time zone. */
export function getLocalDay(at, timezone) {
  const { year, month, day } = getDateParts(at, timezone);
  return `${year.padStart(4, '0')}-${month}-${day}`;
}
/** Local time of day: `09:14`. */
export function formatClockTime(at, timezone) {
  const { hour, minute } = getDateParts(at, timezone);
  return `${hour}:${minute}`;
}
/** `09:00`, from minutes after midnight; the end of a day is `24:00`. */
export const formatMinuteOfDay = (minutes) =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
/** Local date and time: `21 Nov 09:14`. */
export function formatDateTime(at, timezone) {
  const { day, month } = getDateParts(at, timezone);
  return `${Number(day)} ${monthNames[Number(month) - 1]} ${formatClockTime(at, timezone)}`;
}
/** Local hour of the day, 0 to 23. */
export const getLocalHour = (at, timezone) => Number(getDateParts(at, timezone).hour);
/** The span of a local day: 24 hours, or 23 or 25 when the clocks change. Undefined for a day that does not exist. */
export function getDaySpan(day, timezone) {
  const next = addDays(day, 1);
  return next === undefined
    ? undefined
    : { from: findDayStart(day, timezone), to: findDayStart(next, timezone) };
}
/** The day `days` later, or earlier if negative. Undefined for a day that does not exist. */
export function addDays(day, days) {
  const midnight = parseUtcMidnight(day);
  return midnight === undefined ? undefined : formatUtcDay(midnight + days * dayMs);
}
/** Moves a span to the start of another day and keeps its length. A day that does not exist leaves the span in place. */
export function moveSpanToDay({ from, to }, day, timezone) {
  const start = (day === undefined ? undefined : getDaySpan(day, timezone))?.from ?? from;
  return { from: start, to: start + (to - from) };
}
/**
 * The instant at which clocks show this many minutes after midnight on a day, the first of two where they are put back. A time
 * that the change to summer time skips is the instant an hour later. Undefined for a day that does not exist.
 */
export function findInstant(day, minutes, timezone) {
  const midnight = parseUtcMidnight(day);
  if (midnight === undefined) return undefined;
  const local = midnight + minutes * minuteMs;
  const estimate = local - measureUtcOffset(local, timezone);
  const at = local - measureUtcOffset(estimate, timezone);
  const hourBefore = at - hourMs;
  return hourBefore + measureUtcOffset(hourBefore, timezone) === local ? hourBefore : at;
}
/** 1 for Monday to 7 for Sunday. Undefined for a day that does not exist. */
export function getIsoWeekday(day) {
  const midnight = parseUtcMidnight(day);
  return midnight === undefined ? undefined : new Date(midnight).getUTCDay() || 7;
}
/** `Saturday 21 November`. A day that does not exist is returned as it is. */
export function formatLongDay(day) {
  const midnight = parseUtcMidnight(day);
  if (midnight === undefined) return day;
  const { weekday, day: dayOfMonth, month } = indexParts(dayFormatter.formatToParts(midnight));
  return `${weekday} ${dayOfMonth} ${month}`;
}
/** Converts to the nearest valid `Date`: a log may contain any number, and formatting an invalid date would throw. */
export const toClampedDate = (at) => new Date(Math.max(-lastInstantAt, Math.min(at, lastInstantAt)));
/** True for time zone names that `Intl` knows, such as `Europe/Berlin`. */
export function isTimezone(timezone) {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: timezone });
    return true;
  } catch {
    return false;
  }
}
/** Local time minus UTC, in whole minutes. */
function measureUtcOffset(at, timezone) {
  const { year, month, day, hour, minute } = getDateParts(at, timezone);
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
  return local - Math.floor(at / minuteMs) * minuteMs;
}
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** https://tc39.es/ecma262/#sec-time-values-and-time-range */
const lastInstantAt = 8.64e15;
/** No time zone is further from UTC. */
const offsetMsMax = 15 * hourMs;
/**
 * Finds the first instant whose local day is `day` or later, by binary search: in some zones the clocks change at
 * midnight and the day begins at one o'clock. The local day of an instant never goes back, whatever the clocks do.
 */
function findDayStart(day, timezone) {
  const midnight = parseUtcMidnight(day) ?? 0;
  let before = midnight - offsetMsMax;
  let after = midnight + offsetMsMax;
  while (after - before > 1000) {
    const middle = before + Math.floor((after - before) / 2000) * 1000;
    if (getLocalDay(middle, timezone) < day) before = middle;
    else after = middle;
  }
  return after;
}
function parseUtcMidnight(day) {
  if (!/^[12]\d{3}-\d{2}-\d{2}$/.test(day)) return undefined;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  return formatUtcDay(midnight) === day ? midnight : undefined;
}
const formatUtcDay = (at) => (Number.isNaN(at) ? '' : new Date(at).toISOString().slice(0, 10));
function getDateParts(at, timezone) {
  const {
    year = '',
    month = '',
    day = '',
    hour = '',
    minute = '',
  } = indexParts(getFormatter(timezone).formatToParts(toClampedDate(at)));
  return { year, month, day, hour, minute };
}
const indexParts = (parts) => Object.fromEntries(parts.map(({ type, value }) => [type, value]));
/** Creating a formatter costs a hundred times as much as using it. Bounded by the few hundred time zones. */
const formatters = new Map();
function getFormatter(timezone) {
  const cached = formatters.get(timezone);
  if (cached !== undefined) return cached;
  const formatter = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  formatters.set(timezone, formatter);
  return formatter;
}
const dayFormatter = new Intl.DateTimeFormat('en-US', {
  timeZone: 'UTC',
  weekday: 'long',
  day: 'numeric',
  month: 'long',
});
