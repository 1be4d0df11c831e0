import {
  addDays,
  type Day,
  formatClockTime,
  getDaySpan,
  getIsoWeekday,
  getLocalDay,
} from '../base/calendar.js';
import type { ReportPeriod } from './build-report.js';

/** The report schedule, and what decides whether a report is due. */
export type ReportSchedule = {
  /** Minutes after midnight in `timezone`. */
  readonly reportAt: number;
  readonly timezone: string;
  /** Takes a report name: `2026-11-21` or `week-2026-11-21`. */
  readonly isReported: (name: string) => boolean;
  /** Creation time of the database: an earlier day is reported only if its logs were read. */
  readonly databaseCreatedAt: number;
  readonly hasTraffic: (day: Day) => boolean;
};

/** Returns the day whose report is due: yesterday, once, from `reportAt` on. Usually undefined. */
export function findDueDailyReport(
  { reportAt, timezone, isReported, databaseCreatedAt, hasTraffic }: ReportSchedule,
  now: number,
): Day | undefined {
  if (minuteOfDay(now, timezone) < reportAt) return undefined;
  const today = getLocalDay(now, timezone);
  const yesterday = addDays(today, -1);
  if (yesterday === undefined || isReported(yesterday)) return undefined;
  // `hasTraffic` is expensive, and this runs every second: check it last.
  const todayStartsAt = getDaySpan(today, timezone)?.from ?? now;
  return databaseCreatedAt < todayStartsAt || hasTraffic(yesterday) ? yesterday : undefined;
}

/** Returns the last day of the week whose report is due: yesterday, once, on the given weekday (1 is Monday). */
export function findDueWeeklyReport(
  schedule: ReportSchedule,
  weekday: number | null,
  now: number,
): Day | undefined {
  if (weekday === null || getIsoWeekday(getLocalDay(now, schedule.timezone)) !== weekday) return undefined;
  return findDueDailyReport(
    { ...schedule, isReported: (day) => schedule.isReported(formatWeekName(day)) },
    now,
  );
}

/** Report name of the week that ends with this day. */
export const formatWeekName = (to: Day): string => `week-${to}`;

/** Report name of a period. */
export const formatReportName = ({ unit, day }: ReportPeriod): string =>
  unit === 'week' ? formatWeekName(day) : day;

/** Parses a report name. */
export function parseReportName(name: string): ReportPeriod {
  const [, day] = /^week-(.+)$/.exec(name) ?? [];
  return day === undefined ? { unit: 'day', day: name } : { unit: 'week', day };
}

/** Minutes since midnight by the local clock, which a time change may have shifted. */
function minuteOfDay(now: number, timezone: string): number {
  const [hour = 0, minute = 0] = formatClockTime(now, timezone).split(':').map(Number);
  return hour * 60 + minute;
}
