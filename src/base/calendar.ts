import type { Span } from './span.js';

/** A day of the calendar, `2026-11-21`. Which instants it holds depends on the zone. */
export type Day = string;

/** When it is and where: all that words about time depend on. `zone` is an IANA name. */
export type Clock = { readonly now: number; readonly zone: string };

/** The day on which the instant falls in this zone (an IANA name). */
export function dayOf(ms: number, zone: string): Day {
  const { year, month, day } = partsOf(ms, zone);
  return `${year.padStart(4, '0')}-${month}-${day}`;
}

/** The clock on the wall in this zone: `09:14`. */
export function clockOf(ms: number, zone: string): string {
  const { hour, minute } = partsOf(ms, zone);
  return `${hour}:${minute}`;
}

/** `21 Nov 09:14` in this zone. */
export function momentOf(ms: number, zone: string): string {
  const { day, month } = partsOf(ms, zone);
  return `${Number(day)} ${months[Number(month) - 1]} ${clockOf(ms, zone)}`;
}

/** The hour of the day in this zone, 0 to 23. */
export const hourOf = (ms: number, zone: string): number => Number(partsOf(ms, zone).hour);

/** The span of a day: 24 hours, or 23 or 25 where the clocks change. Undefined when there is no such day. */
export function spanOfDay(day: Day, zone: string): Span | undefined {
  const next = daysLater(day, 1);
  return next === undefined ? undefined : { from: beginningOf(day, zone), to: beginningOf(next, zone) };
}

/** The day so many days later, or earlier when negative. Undefined when `day` is not in the calendar. */
export function daysLater(day: Day, days: number): Day | undefined {
  const midnight = utcMidnightOf(day);
  return midnight === undefined ? undefined : isoDay(midnight + days * dayMs);
}

/** As long a span from the start of another day; its own start where that is no day. */
export function sameHours({ from, to }: Span, day: Day | undefined, zone: string): Span {
  const start = (day === undefined ? undefined : spanOfDay(day, zone))?.from ?? from;
  return { from: start, to: start + (to - from) };
}

/** 1 for Monday to 7 for Sunday. Undefined when `day` is not in the calendar. */
export function weekdayOf(day: Day): number | undefined {
  const midnight = utcMidnightOf(day);
  return midnight === undefined ? undefined : new Date(midnight).getUTCDay() || 7;
}

/** `Saturday 21 November`, for people. The day itself when it is not in the calendar. */
export function dayWords(day: Day): string {
  const midnight = utcMidnightOf(day);
  if (midnight === undefined) return day;
  const { weekday, day: date, month } = named(dayFormat.formatToParts(midnight));
  return `${weekday} ${date} ${month}`;
}

/** The instant as a date, the nearest that there is: a log may hold any number, and one beyond the calendar must not stop us. */
export const dated = (ms: number): Date => new Date(Math.max(-lastInstant, Math.min(ms, lastInstant)));

/** True for the names that `Intl` knows, such as `Europe/Berlin`. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const dayMs = 86_400_000;
/** https://tc39.es/ecma262/#sec-time-values-and-time-range */
const lastInstant = 8.64e15;
/** No zone is further than this from UTC. */
const offsetMsMax = 15 * 3_600_000;

/**
 * The first instant whose day is `day` or later. Searched for, since the clocks of some zones change at midnight and the
 * day then begins at one o'clock; the day of an instant never goes back, whatever the clocks do.
 */
function beginningOf(day: Day, zone: string): number {
  const midnight = utcMidnightOf(day) ?? 0;
  let before = midnight - offsetMsMax;
  let after = midnight + offsetMsMax;
  while (after - before > 1000) {
    const middle = before + Math.floor((after - before) / 2000) * 1000;
    if (dayOf(middle, zone) < day) before = middle;
    else after = middle;
  }
  return after;
}

function utcMidnightOf(day: Day): number | undefined {
  if (!/^[12]\d{3}-\d{2}-\d{2}$/.test(day)) return undefined;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  return isoDay(midnight) === day ? midnight : undefined;
}

const isoDay = (ms: number) => (Number.isNaN(ms) ? '' : new Date(ms).toISOString().slice(0, 10));

type Parts = { readonly [part in 'year' | 'month' | 'day' | 'hour' | 'minute']: string };

function partsOf(ms: number, zone: string): Parts {
  const {
    year = '',
    month = '',
    day = '',
    hour = '',
    minute = '',
  } = named(formatOf(zone).formatToParts(dated(ms)));
  return { year, month, day, hour, minute };
}

const named = (parts: readonly Intl.DateTimeFormatPart[]): Readonly<Record<string, string>> =>
  Object.fromEntries(parts.map(({ type, value }) => [type, value]));

/** Making a format costs a hundred times what using it does. There are a few hundred zones. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  formats.set(zone, format);
  return format;
}

const dayFormat = new Intl.DateTimeFormat('en-US', {
  timeZone: 'UTC',
  weekday: 'long',
  day: 'numeric',
  month: 'long',
});
