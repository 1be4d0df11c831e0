import { addDays, findInstant, getIsoWeekday, getLocalDay } from '../base/calendar.js';
import type { Span } from '../base/span.js';

/** When a silence is active: from start to end, or in the windows that repeat between the two. */
export type SilenceSchedule = {
  /** Epoch ms; later than `createdAt` for a maintenance window. */
  readonly startsAt: number;
  /** Epoch ms; null: until it is ended by hand. */
  readonly endsAt: number | null;
  readonly recurrence: SilenceRecurrence | null;
  /** A mark that says the deploy is done ends it sooner. */
  readonly endsWithDeploy: boolean;
};

/** Windows on some weekdays, 1 for Monday to 7 for Sunday. Minutes after midnight; one that ends first crosses midnight. */
export type SilenceRecurrence = {
  readonly weekdays: readonly number[];
  readonly fromMinutes: number;
  readonly toMinutes: number;
  /** IANA name: the windows keep their local time when the clocks change. */
  readonly timezone: string;
};

/** True within a window of the silence. */
export function isSilenceActive(silence: SilenceSchedule, now: number): boolean {
  const { latest } = findSilenceWindows(silence, now);
  return latest !== undefined && now < latest.to;
}

/** True while the silence is active or will be. */
export const isSilencePending = (silence: SilenceSchedule, now: number): boolean =>
  isSilenceActive(silence, now) || findSilenceWindows(silence, now).next !== undefined;

/** The windows of a silence around an instant. `to` is Infinity for a window without an end. */
export type SilenceWindows = {
  /** The latest window that has begun, over or not. */
  readonly latest: Span | undefined;
  /** The first that is still to come. */
  readonly next: Span | undefined;
};

/** Finds the windows of a silence around `now`: one from start to end, or those that repeat between the two. */
export function findSilenceWindows(schedule: SilenceSchedule, now: number): SilenceWindows {
  const windows = schedule.recurrence === null ? [toWindow(schedule)] : listNearWindows(schedule, now);
  return {
    latest: windows.findLast(({ from }) => from <= now),
    next: windows.find(({ from }) => from > now),
  };
}

const toWindow = ({ startsAt, endsAt }: SilenceSchedule): Span => ({
  from: startsAt,
  to: endsAt ?? Infinity,
});

/** The windows from a week and a day before to a week after, in order, cut to the silence's own start and end. */
function listNearWindows(schedule: SilenceSchedule, now: number): readonly Span[] {
  const { recurrence } = schedule;
  if (recurrence === null) return [];
  const { weekdays, fromMinutes, toMinutes, timezone } = recurrence;
  const { from: startsAt, to: endsAt } = toWindow(schedule);
  const around = Math.max(now, startsAt);
  const today = getLocalDay(around, timezone);
  return nearDays.flatMap((days) => {
    const day = addDays(today, days);
    if (day === undefined || !weekdays.includes(getIsoWeekday(day) ?? 0)) return [];
    const lastDay = toMinutes > fromMinutes ? day : addDays(day, 1);
    const from = findInstant(day, fromMinutes, timezone);
    const to = lastDay === undefined ? undefined : findInstant(lastDay, toMinutes, timezone);
    if (from === undefined || to === undefined) return [];
    const span = { from: Math.max(from, startsAt), to: Math.min(to, endsAt) };
    return span.to > span.from ? [span] : [];
  });
}

const nearDays = Array.from({ length: 16 }, (_, index) => index - 8);
