import { addDays, findInstant, getIsoWeekday, getLocalDay } from '../base/calendar.js';
/** True within a window of the silence. */
export function isSilenceActive(silence, now) {
  const { latest } = findSilenceWindows(silence, now);
  return latest !== undefined && now < latest.to;
}
/** True while the silence is active or will be. */
export const isSilencePending = (silence, now) =>
  isSilenceActive(silence, now) || findSilenceWindows(silence, now).next !== undefined;
/** Finds the windows of a silence around `now`: one from start to end, or those that repeat between the two. */
export function findSilenceWindows(schedule, now) {
  const windows = schedule.recurrence === null ? [toWindow(schedule)] : listNearWindows(schedule, now);
  return {
    latest: windows.findLast(({ from }) => from <= now),
    next: windows.find(({ from }) => from > now),
  };
}
const toWindow = ({ startsAt, endsAt }) => ({
  from: startsAt,
  to: endsAt ?? Infinity,
});
/** The windows from a week and a day before to a week after, in order, cut to the silence's own start and end. */
function listNearWindows(schedule, now) {
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
