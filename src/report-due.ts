import { clockOf, type Day, dayOf, daysLater, spanOfDay } from './calendar.js';

/** When the report of a day is posted, and what is known of earlier ones. */
export type ReportPlan = {
  /** Minutes after midnight in `zone`. */
  readonly reportAt: number;
  readonly zone: string;
  readonly told: (day: Day) => boolean;
  /** When this database was made: a day before that is reported only if logs of it were read. */
  readonly since: number;
  readonly wasRead: (day: Day) => boolean;
};

/** The day whose report should be written now: yesterday's, once, from `reportAt` on. Undefined most of the time. */
export function reportDue(
  { reportAt, zone, told, since, wasRead }: ReportPlan,
  now: number,
): Day | undefined {
  const today = dayOf(now, zone);
  const begins = spanOfDay(today, zone)?.from ?? now;
  const yesterday = daysLater(today, -1);
  if (yesterday === undefined || minuteOf(now, zone) < reportAt || told(yesterday)) return undefined;
  return since < begins || wasRead(yesterday) ? yesterday : undefined;
}

/** Minutes since midnight by the clock on the wall, which may have jumped in the night. */
function minuteOf(now: number, zone: string): number {
  const [hour = 0, minute = 0] = clockOf(now, zone).split(':').map(Number);
  return hour * 60 + minute;
}
