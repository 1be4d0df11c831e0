import { clockOf } from './calendar.js';

/** Minutes after midnight between which minor incidents wait; the end is before the beginning where midnight lies between. */
export type QuietHours = { readonly from: number; readonly to: number };

/** True when it is quiet now, on the clock of this zone. */
export function isQuiet(hours: QuietHours | null, now: number, zone: string): boolean {
  if (hours === null) return false;
  const [hour = 0, minute = 0] = clockOf(now, zone).split(':').map(Number);
  const at = hour * 60 + minute;
  const { from, to } = hours;
  return from <= to ? at >= from && at < to : at >= from || at < to;
}
