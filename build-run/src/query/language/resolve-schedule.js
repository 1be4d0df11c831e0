import { addDays, findInstant, getIsoWeekday, getLocalDay } from '../../base/calendar.js';
import { dayMs, hourMs } from '../../base/duration.js';
/** Resolves the words of a silence's time to instants. */
export function resolveSchedule(expression, clock) {
  const schedule =
    expression.weekdays.length === 0
      ? resolveSingleWindow(expression, clock)
      : resolveRecurrence(expression, clock);
  if (typeof schedule === 'string') return schedule;
  const { startsAt, endsAt, recurrence } = schedule;
  if (startsAt - clock.now > startsInMsMax) return 'too-far';
  if (recurrence === null && endsAt !== null && endsAt - startsAt > silenceMsMax) return 'too-long';
  return schedule;
}
/** A silence that begins now. Without a length it lasts until it is ended by hand. */
export const createScheduleFromNow = (now, lengthMs) => ({
  startsAt: now,
  endsAt: lengthMs === null ? null : now + lengthMs,
  recurrence: null,
  endsWithDeploy: false,
});
/** Length of a silence without one. */
export const defaultSilenceMs = hourMs;
/** A longer silence would be forgotten. */
const silenceMsMax = 30 * dayMs;
/** Nobody plans further, so that a year is rather a slip of the pen. */
const startsInMsMax = 366 * dayMs;
/** Nobody may mark that the deploy is done. */
const deployMsMax = 4 * hourMs;
const dayMinutes = 24 * 60;
function resolveSingleWindow(expression, clock) {
  const { start, end, lengthMs, delayMs, endEvent } = expression;
  const hasStart = start.day !== null || start.minutes !== null;
  const hasEnd = end.day !== null || end.minutes !== null;
  if ((delayMs !== null && hasStart) || (hasEnd && (lengthMs !== null || endEvent !== null)))
    return 'unclear';
  const candidates = hasStart ? listStarts(start, end, clock) : [clock.now + (delayMs ?? 0)];
  const windows = candidates.map((startsAt) => ({
    startsAt,
    endsAt: resolveEnd(expression, startsAt, clock),
  }));
  const window = windows.find(({ endsAt }) => endsAt === null || endsAt > clock.now);
  if (window === undefined) return 'over';
  if (window.endsAt !== null && window.endsAt <= window.startsAt) return 'reversed';
  return {
    startsAt: Math.max(window.startsAt, clock.now),
    endsAt: window.endsAt,
    recurrence: null,
    endsWithDeploy: endEvent === 'deploy',
  };
}
/**
 * Possible starts, earliest first. A time without a day may belong to a window that began yesterday; with a day behind the end
 * it is today's, or of that day as well unless the window crosses midnight: `from 22:00 to 23:00 tomorrow`.
 */
function listStarts(start, end, { now, timezone }) {
  const today = getLocalDay(now, timezone);
  const minutes = start.minutes ?? 0;
  const isSharedDay = start.day === null && end.day !== null && (end.minutes ?? 0) > minutes;
  const days =
    start.day === null && end.day !== null && !isSharedDay
      ? [today]
      : listDays(isSharedDay ? end.day : start.day, today);
  return days.flatMap((date) => findInstant(date, minutes, timezone) ?? []);
}
function listDays(day, today) {
  const nearDays = [-1, 0, 1, 2, 3, 4, 5, 6, 7].flatMap((days) => addDays(today, days) ?? []);
  if (day === null) return nearDays.slice(0, 3);
  if (typeof day === 'number') return nearDays.filter((date) => getIsoWeekday(date) === day);
  if (day === 'today') return [today];
  return day === 'tomorrow' ? nearDays.slice(2, 3) : [day];
}
/** End of the window that begins at this instant; null: until it is ended by hand. */
function resolveEnd({ start, end, lengthMs, endEvent }, startsAt, { now, timezone }) {
  if (endEvent === 'by-hand') return null;
  if (lengthMs !== null) return startsAt + lengthMs;
  if (endEvent === 'deploy') return startsAt + deployMsMax;
  const startDay = getLocalDay(startsAt, timezone);
  if (end.day === null && end.minutes === null) {
    const isWholeDay = start.day !== null && start.minutes === null;
    return isWholeDay
      ? (findInstant(startDay, dayMinutes, timezone) ?? startsAt)
      : startsAt + defaultSilenceMs;
  }
  const days =
    end.day === null || typeof end.day === 'number'
      ? listDays(end.day, startDay)
      : listDays(end.day, getLocalDay(now, timezone));
  const ends = days.flatMap((date) => findInstant(date, end.minutes ?? 0, timezone) ?? []);
  return ends.find((endsAt) => endsAt > startsAt) ?? ends.at(-1) ?? startsAt;
}
function resolveRecurrence(expression, clock) {
  const { start, end, lengthMs, delayMs, endEvent, weekdays } = expression;
  const { now, timezone } = clock;
  if (
    delayMs !== null ||
    endEvent === 'deploy' ||
    typeof end.day === 'number' ||
    typeof start.day === 'number'
  )
    return 'unclear';
  const minutes = resolveDailyTimes(expression);
  if (minutes === undefined) return lengthMs === null ? 'no-times' : 'unclear';
  const firstDay = start.day === null ? null : listDays(start.day, getLocalDay(now, timezone))[0];
  const lastDay = end.day === null ? null : listDays(end.day, getLocalDay(now, timezone))[0];
  const endsAt = lastDay === null ? null : (findInstant(lastDay ?? '', dayMinutes, timezone) ?? null);
  if (endsAt !== null && endsAt <= now) return 'over';
  return {
    startsAt: Math.max(now, firstDay === null ? now : (findInstant(firstDay ?? '', 0, timezone) ?? now)),
    endsAt,
    recurrence: { weekdays, ...minutes, timezone },
    endsWithDeploy: false,
  };
}
/** Undefined when no window within a day is named. A weekday without times is the whole day. */
function resolveDailyTimes({ start, end, lengthMs, weekdays }) {
  const fromMinutes = start.minutes;
  if (fromMinutes === null)
    return end.minutes === null && lengthMs === null && weekdays.length < 7
      ? { fromMinutes: 0, toMinutes: dayMinutes }
      : undefined;
  if (end.minutes !== null) return lengthMs === null ? { fromMinutes, toMinutes: end.minutes } : undefined;
  if (lengthMs === null || lengthMs >= dayMs) return undefined;
  const toMinutes = fromMinutes + Math.max(1, Math.round(lengthMs / 60_000));
  return { fromMinutes, toMinutes: toMinutes > dayMinutes ? toMinutes - dayMinutes : toMinutes };
}
