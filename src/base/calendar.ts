import { dayMs, hourMs } from './duration.js';
import type { Span } from './span.js';

/** A day of the calendar, `2026-11-21`. Which instants it holds depends on the zone. */
export type Day = string;

/** When it is and where: all that words about time depend on. `zone` is an IANA name. */
export type Clock = { readonly now: number; readonly timezone: string };

/** The day on which the instant falls in this zone (an IANA name). */
export function getLocalDay(at: number, timezone: string): Day {
  const { year, month, day } = getDateParts(at, timezone);
  return `${year.padStart(4, '0')}-${month}-${day}`;
}

/** The clock on the wall in this zone: `09:14`. */
export function formatClockTime(at: number, timezone: string): string {
  const { hour, minute } = getDateParts(at, timezone);
  return `${hour}:${minute}`;
}

/** `21 Nov 09:14` in this zone. */
export function formatDateTime(at: number, timezone: string): string {
  const { day, month } = getDateParts(at, timezone);
  return `${Number(day)} ${monthNames[Number(month) - 1]} ${formatClockTime(at, timezone)}`;
}

/** The hour of the day in this zone, 0 to 23. */
export const getLocalHour = (at: number, timezone: string): number => Number(getDateParts(at, timezone).hour);

/** The span of a day: 24 hours, or 23 or 25 where the clocks change. Undefined when there is no such day. */
export function getDaySpan(day: Day, timezone: string): Span | undefined {
  const next = addDays(day, 1);
  return next === undefined
    ? undefined
    : { from: findDayStart(day, timezone), to: findDayStart(next, timezone) };
}

/** The day so many days later, or earlier when negative. Undefined when `day` is not in the calendar. */
export function addDays(day: Day, days: number): Day | undefined {
  const midnight = parseUtcMidnight(day);
  return midnight === undefined ? undefined : formatUtcDay(midnight + days * dayMs);
}

/** As long a span from the start of another day; its own start where that is no day. */
export function moveSpanToDay({ from, to }: Span, day: Day | undefined, timezone: string): Span {
  const start = (day === undefined ? undefined : getDaySpan(day, timezone))?.from ?? from;
  return { from: start, to: start + (to - from) };
}

/** 1 for Monday to 7 for Sunday. Undefined when `day` is not in the calendar. */
export function getIsoWeekday(day: Day): number | undefined {
  const midnight = parseUtcMidnight(day);
  return midnight === undefined ? undefined : new Date(midnight).getUTCDay() || 7;
}

/** `Saturday 21 November`, for people. The day itself when it is not in the calendar. */
export function formatLongDay(day: Day): string {
  const midnight = parseUtcMidnight(day);
  if (midnight === undefined) return day;
  const { weekday, day: dayOfMonth, month } = indexParts(dayFormatter.formatToParts(midnight));
  return `${weekday} ${dayOfMonth} ${month}`;
}

/** The instant as a date, the nearest that there is: a log may hold any number, and one beyond the calendar must not stop us. */
export const toClampedDate = (at: number): Date =>
  new Date(Math.max(-lastInstantAt, Math.min(at, lastInstantAt)));

/** True for the names that `Intl` knows, such as `Europe/Berlin`. */
export function isTimezone(timezone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: timezone });
    return true;
  } catch {
    return false;
  }
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** https://tc39.es/ecma262/#sec-time-values-and-time-range */
const lastInstantAt = 8.64e15;
/** No zone is further than this from UTC. */
const offsetMsMax = 15 * hourMs;

/**
 * The first instant whose day is `day` or later. Searched for, since the clocks of some zones change at midnight and the
 * day then begins at one o'clock; the day of an instant never goes back, whatever the clocks do.
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

/** Making a format costs a hundred times what using it does. There are a few hundred zones. */
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
