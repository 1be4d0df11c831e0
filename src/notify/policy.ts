import { formatClockTime } from '../base/calendar.js';
import type { Owner } from './owners.js';

/** Whom to call, and when rather not. */
export type NotificationPolicy = {
  readonly owners: readonly Owner[];
  readonly quietHours: QuietHours | null;
  /** How long an incident may go without anybody taking it on before its owners are called again; null: for ever. */
  readonly escalateAfterMs: number | null;
};

/** Tell everything to everybody, at any time. */
export const defaultPolicy: NotificationPolicy = { owners: [], quietHours: null, escalateAfterMs: null };

/** Minutes after midnight between which minor incidents wait; the end is before the beginning where midnight lies between. */
export type QuietHours = { readonly fromMinute: number; readonly toMinute: number };

/** True when it is quiet now, on the clock of this zone. */
export function isWithinQuietHours(hours: QuietHours | null, now: number, timezone: string): boolean {
  if (hours === null) return false;
  const [hour = 0, minute = 0] = formatClockTime(now, timezone).split(':').map(Number);
  const minuteOfDay = hour * 60 + minute;
  const { fromMinute, toMinute } = hours;
  return fromMinute <= toMinute
    ? minuteOfDay >= fromMinute && minuteOfDay < toMinute
    : minuteOfDay >= fromMinute || minuteOfDay < toMinute;
}
