import { clockOf, type Day, dayOf, daysLater, spanOfDay, weekdayOf } from '../base/calendar.js';
import type { Whole } from './build-report.js';

/** When the report of a day is posted, and what is known of earlier ones. */
export type ReportPlan = {
  /** Minutes after midnight in `zone`. */
  readonly reportAt: number;
  readonly zone: string;
  /** By the day, or by the name of the week. */
  readonly told: (name: string) => boolean;
  /** When this database was made: a day before that is reported only if logs of it were read. */
  readonly since: number;
  readonly wasRead: (day: Day) => boolean;
};

/** The day whose report should be written now: yesterday's, once, from `reportAt` on. Undefined most of the time. */
export function reportDue(
  { reportAt, zone, told, since, wasRead }: ReportPlan,
  now: number,
): Day | undefined {
  if (minuteOf(now, zone) < reportAt) return undefined;
  const today = dayOf(now, zone);
  const yesterday = daysLater(today, -1);
  if (yesterday === undefined || told(yesterday)) return undefined;
  // Searched for with some effort, while all of this is asked every second.
  const begins = spanOfDay(today, zone)?.from ?? now;
  return since < begins || wasRead(yesterday) ? yesterday : undefined;
}

/** The last day of the seven whose report should be written now: yesterday, on one weekday (1 for Monday), once. */
export function weekDue(plan: ReportPlan, weekday: number | null, now: number): Day | undefined {
  if (weekday === null || weekdayOf(dayOf(now, plan.zone)) !== weekday) return undefined;
  return reportDue({ ...plan, told: (day) => plan.told(weekName(day)) }, now);
}

/** What the report of the week that ends with this day is called where reports are called by their days. */
export const weekName = (to: Day): string => `week-${to}`;

/** What any report is called there. */
export const reportName = ({ of, day }: Whole): string => (of === 'week' ? weekName(day) : day);

/** The report of that name. */
export function wholeCalled(name: string): Whole {
  const [, day] = /^week-(.+)$/.exec(name) ?? [];
  return day === undefined ? { of: 'day', day: name } : { of: 'week', day };
}

/** Minutes since midnight by the clock on the wall, which may have jumped in the night. */
function minuteOf(now: number, zone: string): number {
  const [hour = 0, minute = 0] = clockOf(now, zone).split(':').map(Number);
  return hour * 60 + minute;
}
