import { dayMs, hourMs, minuteMs } from './duration.js';
import type { Span } from './span.js';

/** A calendar day, `2026-11-21`. Its start and end depend on the time zone. */
export type Day = string;

/** The current time and an IANA time zone: all that is needed to format times. */
export type Clock = { readonly now: number; readonly timezone: string };

/** The calendar day of an instant in a time zone. */
export function getLocalDay(at: number, timezone: string): Day {
  const { year, month, day } = getDateParts(at, timezone);
  return `${year.padStart(4, '0')}-${month}-${day}`;
}

/** Local time of day: `09:14`. */
export function formatClockTime(at: number, timezone: string): string {
  const { hour, minute } = getDateParts(at, timezone);
  return `${hour}:${minute}`;
}

/** `09:00`, from minutes after midnight; the end of a day is `24:00`. */
export const formatMinuteOfDay = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');

/** Local date and time: `21 Nov 09:14`. */
export function formatDateTime(at: number, timezone: string): string {
  const { day, month } = getDateParts(at, timezone);
  return `${Number(day)} ${monthNames[Number(month) - 1]} ${formatClockTime(at, timezone)}`;
}

/** Local hour of the day, 0 to 23. */
export const getLocalHour = (at: number, timezone: string): number => Number(getDateParts(at, timezone).hour);

/** The span of a local day: 24 hours, or 23 or 25 when the clocks change. Undefined for a day that does not exist. */
export function getDaySpan(day: Day, timezone: string): Span | undefined {
  const next = addDays(day, 1);
  return next === undefined
    ? undefined
    : { from: findDayStart(day, timezone), to: findDayStart(next, timezone) };
}

/** The day `days` later, or earlier if negative. Undefined for a day that does not exist. */
export function addDays(day: Day, days: number): Day | undefined {
  const midnight = parseUtcMidnight(day);
  return midnight === undefined ? undefined : formatUtcDay(midnight + days * dayMs);
}

/** Moves a span to the start of another day and keeps its length. A day that does not exist leaves the span in place. */
export function moveSpanToDay({ from, to }: Span, day: Day | undefined, timezone: string): Span {
  const start = (day === undefined ? undefined : getDaySpan(day, timezone))?.from ?? from;
  return { from: start, to: start + (to - from) };
}

/**
 * The instant at which clocks show this many minutes after midnight on a day, the first of two where they are put back. A time
 * that the change to summer time skips is the instant an hour later. Undefined for a day that does not exist.
 */
export function findInstant(day: Day, minutes: number, timezone: string): number | undefined {
  const midnight = parseUtcMidnight(day);
  if (midnight === undefined) return undefined;
  const local = midnight + minutes * minuteMs;
  const estimate = local - measureUtcOffset(local, timezone);
  const at = local - measureUtcOffset(estimate, timezone);
  const hourBefore = at - hourMs;
  return hourBefore + measureUtcOffset(hourBefore, timezone) === local ? hourBefore : at;
}

/** 1 for Monday to 7 for Sunday. Undefined for a day that does not exist. */
export function getIsoWeekday(day: Day): number | undefined {
  const midnight = parseUtcMidnight(day);
  return midnight === undefined ? undefined : new Date(midnight).getUTCDay() || 7;
}

/** `Saturday 21 November`. A day that does not exist is returned as it is. */
export function formatLongDay(day: Day): string {
  const midnight = parseUtcMidnight(day);
  if (midnight === undefined) return day;
  const { weekday, day: dayOfMonth, month } = indexParts(dayFormatter.formatToParts(midnight));
  return `${weekday} ${dayOfMonth} ${month}`;
}

/** Converts to the nearest valid `Date`: a log may contain any number, and formatting an invalid date would throw. */
export const toClampedDate = (at: number): Date =>
  new Date(Math.max(-lastInstantAt, Math.min(at, lastInstantAt)));

/** True for time zone names that `Intl` knows, such as `Europe/Berlin`. */
export function isTimezone(timezone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: timezone });
    return true;
  } catch {
    return false;
  }
}

/** Local time minus UTC, in whole minutes. */
function measureUtcOffset(at: number, timezone: string): number {
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
function findDayStart(day: Day, timezone: string): number {
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

function parseUtcMidnight(day: Day): number | undefined {
  if (!/^[12]\d{3}-\d{2}-\d{2}$/.test(day)) return undefined;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  return formatUtcDay(midnight) === day ? midnight : undefined;
}

const formatUtcDay = (at: number) => (Number.isNaN(at) ? '' : new Date(at).toISOString().slice(0, 10));

type DateParts = { readonly [part in 'year' | 'month' | 'day' | 'hour' | 'minute']: string };

function getDateParts(at: number, timezone: string): DateParts {
  const {
    year = '',
    month = '',
    day = '',
    hour = '',
    minute = '',
  } = indexParts(getFormatter(timezone).formatToParts(toClampedDate(at)));
  return { year, month, day, hour, minute };
}

const indexParts = (parts: readonly Intl.DateTimeFormatPart[]): Readonly<Record<string, string>> =>
  Object.fromEntries(parts.map(({ type, value }) => [type, value]));

/** Creating a formatter costs a hundred times as much as using it. Bounded by the few hundred time zones. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function getFormatter(timezone: string): Intl.DateTimeFormat {
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
