import {
  addDays,
  type Day,
  formatClockTime,
  getDaySpan,
  getIsoWeekday,
  getLocalDay,
} from '../base/calendar.js';
import type { ReportPeriod } from './build-report.js';

/** When the report of a day is posted, and what is known of earlier ones. */
export type ReportSchedule = {
  /** Minutes after midnight in `zone`. */
  readonly reportAt: number;
  readonly timezone: string;
  /** By the day, or by the name of the week. */
  readonly isReported: (name: string) => boolean;
  /** When this database was made: a day before that is reported only if logs of it were read. */
  readonly databaseCreatedAt: number;
  readonly hasTraffic: (day: Day) => boolean;
};

/** The day whose report should be written now: yesterday's, once, from `reportAt` on. Undefined most of the time. */
export function findDueDailyReport(
  { reportAt, timezone, isReported, databaseCreatedAt, hasTraffic }: ReportSchedule,
  now: number,
): Day | undefined {
  if (minuteOfDay(now, timezone) < reportAt) return undefined;
  const today = getLocalDay(now, timezone);
  const yesterday = addDays(today, -1);
  if (yesterday === undefined || isReported(yesterday)) return undefined;
  // Searched for with some effort, while all of this is asked every second.
  const todayStartsAt = getDaySpan(today, timezone)?.from ?? now;
  return databaseCreatedAt < todayStartsAt || hasTraffic(yesterday) ? yesterday : undefined;
}

/** The last day of the seven whose report should be written now: yesterday, on one weekday (1 for Monday), once. */
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

/** What the report of the week that ends with this day is called where reports are called by their days. */
export const formatWeekName = (to: Day): string => `week-${to}`;

/** What any report is called there. */
export const formatReportName = ({ unit, day }: ReportPeriod): string =>
  unit === 'week' ? formatWeekName(day) : day;

/** The report of that name. */
export function parseReportName(name: string): ReportPeriod {
  const [, day] = /^week-(.+)$/.exec(name) ?? [];
  return day === undefined ? { unit: 'day', day: name } : { unit: 'week', day };
}

/** Minutes since midnight by the clock on the wall, which may have jumped in the night. */
function minuteOfDay(now: number, timezone: string): number {
  const [hour = 0, minute = 0] = formatClockTime(now, timezone).split(':').map(Number);
  return hour * 60 + minute;
}
