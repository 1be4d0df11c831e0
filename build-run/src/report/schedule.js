import { addDays, formatClockTime, getDaySpan, getIsoWeekday, getLocalDay } from '../base/calendar.js';
/** Returns the day whose report is due: yesterday, once, from `reportAt` on. Usually undefined. */
export function findDueDailyReport({ reportAt, timezone, isReported, databaseCreatedAt, hasTraffic }, now) {
  if (minuteOfDay(now, timezone) < reportAt) return undefined;
  const today = getLocalDay(now, timezone);
  const yesterday = addDays(today, -1);
  if (yesterday === undefined || isReported(yesterday)) return undefined;
  // `hasTraffic` is expensive, and this runs every second: check it last.
  const todayStartsAt = getDaySpan(today, timezone)?.from ?? now;
  return databaseCreatedAt < todayStartsAt || hasTraffic(yesterday) ? yesterday : undefined;
}
/** Returns the last day of the week whose report is due: yesterday, once, on the given weekday (1 is Monday). */
export function findDueWeeklyReport(schedule, weekday, now) {
  if (weekday === null || getIsoWeekday(getLocalDay(now, schedule.timezone)) !== weekday) return undefined;
  return findDueDailyReport(
    { ...schedule, isReported: (day) => schedule.isReported(formatWeekName(day)) },
    now,
  );
}
/** Report name of the week that ends with this day. */
export const formatWeekName = (to) => `week-${to}`;
/** Report name of a period. */
export const formatReportName = ({ unit, day }) => (unit === 'week' ? formatWeekName(day) : day);
/** Parses a report name. */
export function parseReportName(name) {
  const [, day] = /^week-(.+)$/.exec(name) ?? [];
  return day === undefined ? { unit: 'day', day: name } : { unit: 'week', day };
}
/** Minutes since midnight by the local clock, which a time change may have shifted. */
function minuteOfDay(now, timezone) {
  const [hour = 0, minute = 0] = formatClockTime(now, timezone).split(':').map(Number);
  return hour * 60 + minute;
}
