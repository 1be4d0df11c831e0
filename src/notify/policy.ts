import { clockOf } from '../base/calendar.js';
import type { Owner } from './owners.js';

/** Whom to call, and when rather not. */
export type Manners = {
  readonly owners: readonly Owner[];
  readonly quietHours: QuietHours | null;
  /** How long an incident may go without anybody taking it on before its owners are called again; null: for ever. */
  readonly escalateMs: number | null;
};

/** Tell everything to everybody, at any time. */
export const plainManners: Manners = { owners: [], quietHours: null, escalateMs: null };

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
