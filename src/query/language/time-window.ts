import {
  addDays,
  type Clock,
  type Day,
  findInstant,
  formatLongDay,
  formatMinuteOfDay,
  getDaySpan,
  getLocalDay,
} from '../../base/calendar.js';
import { floorToMinute } from '../../base/duration.js';
import type { TimeWindow } from '../../report/repository.js';
import type { RelativeDay, SinceStart, TimeExpression, TimeUnit } from '../question.js';
import { timeUnitMs, timeUnitNames } from './units.js';

/** Resolves a time expression to instants. `changedAt` is the time of the change in `since the deploy`. */
export function resolveWindow(time: TimeExpression, clock: Clock, changedAt?: number): TimeWindow {
  const { now, timezone } = clock;
  const today = getLocalDay(now, timezone);
  switch (time.type) {
    case 'now':
      return createLastWindow(1, 'minute', now);
    case 'last':
      return createLastWindow(time.count, time.unit, now);
    case 'day':
      return createDayWindow(time.day, clock);
    case 'weekday':
      return createDayWindow(findLastWeekday(time.weekday, clock), clock);
    case 'night': {
      const from = resolveInstant(addDays(today, -1) ?? today, 20 * 60, clock);
      return clampWindow(now, {
        span: { from, to: resolveInstant(today, 8 * 60, clock) },
        label: 'last night',
      });
    }
    case 'this':
      return { span: { from: findUnitStart(time.unit, clock), to: now }, label: `this ${time.unit}` };
    case 'since':
      return createSinceWindow(time.start, clock, changedAt);
    case 'between':
      return createBetweenWindow(time, clock);
    case 'around':
      return createMomentWindow(time, clock);
  }
}

/** The default period. */
export const last24Hours: TimeExpression = { type: 'last', count: 24, unit: 'hour' };

/** The instant at which clocks show this many minutes after midnight on a day; now for a day that does not exist. */
export const resolveInstant = (day: Day | RelativeDay, minutes: number, clock: Clock): number =>
  findInstant(resolveDay(day, clock), minutes, clock.timezone) ?? clock.now;

/** Resolves `today` and `yesterday`. */
export function resolveDay(day: Day | RelativeDay, { now, timezone }: Clock): Day {
  const today = getLocalDay(now, timezone);
  if (day === 'today') return today;
  return day === 'yesterday' ? (addDays(today, -1) ?? today) : day;
}

/** The latest such weekday before today; Sunday is 0. */
export function findLastWeekday(weekday: number, { now, timezone }: Clock): Day {
  const today = getLocalDay(now, timezone);
  const daysBack = (getWeekday(today) - weekday + 7) % 7 || 7;
  return addDays(today, -daysBack) ?? today;
}

const windowMsMax = 400 * timeUnitMs.day;
const getWeekday = (day: Day): number => new Date(`${day}T00:00:00Z`).getUTCDay();

function createLastWindow(count: number, unit: TimeUnit, now: number): TimeWindow {
  const durationMs = Math.max(timeUnitMs.minute, Math.min(count * timeUnitMs[unit], windowMsMax));
  const shownCount = Math.round(durationMs / timeUnitMs[unit]) || 1;
  const label = shownCount === 1 ? `last ${unit}` : `last ${shownCount} ${timeUnitNames[unit]}`;
  // Requests are counted by minute: failures and requests of the same minutes make a share.
  return { span: { from: floorToMinute(now - durationMs), to: now }, label };
}

function createDayWindow(day: Day | RelativeDay, clock: Clock): TimeWindow {
  const date = resolveDay(day, clock);
  const span = getDaySpan(date, clock.timezone) ?? { from: clock.now, to: clock.now };
  const label = day === 'today' || day === 'yesterday' ? day : formatLongDay(date);
  return clampWindow(clock.now, { span, label });
}

const clampWindow = (now: number, { span, label }: TimeWindow): TimeWindow => ({
  span: { from: Math.min(span.from, now), to: Math.min(span.to, now) },
  label,
});

/** A week begins on Monday. */
function findUnitStart(unit: TimeUnit, clock: Clock): number {
  const today = getLocalDay(clock.now, clock.timezone);
  switch (unit) {
    case 'minute':
    case 'hour':
      return Math.floor(clock.now / timeUnitMs[unit]) * timeUnitMs[unit];
    case 'day':
      return resolveInstant(today, 0, clock);
    case 'week':
      return resolveInstant(addDays(today, -((getWeekday(today) + 6) % 7)) ?? today, 0, clock);
    case 'month':
      return resolveInstant(`${today.slice(0, 8)}01`, 0, clock);
  }
}

function createSinceWindow(start: SinceStart, clock: Clock, changedAt: number | undefined): TimeWindow {
  const { now } = clock;
  switch (start.type) {
    case 'clock': {
      const today = getLocalDay(now, clock.timezone);
      const at = resolveInstant(today, start.minutes, clock);
      const from = at < now ? at : resolveInstant(addDays(today, -1) ?? today, start.minutes, clock);
      return { span: { from, to: now }, label: `since ${formatMinuteOfDay(start.minutes)}` };
    }
    case 'day':
      return {
        span: { from: Math.min(resolveInstant(start.day, 0, clock), now), to: now },
        label: `since ${start.day}`,
      };
    case 'weekday': {
      const day = findLastWeekday(start.weekday, clock);
      return { span: { from: resolveInstant(day, 0, clock), to: now }, label: `since ${formatLongDay(day)}` };
    }
    case 'change':
      return changedAt === undefined
        ? { ...createLastWindow(24, 'hour', now), label: `last 24 h, as no ${start.changeType} is on record` }
        : { span: { from: changedAt, to: now }, label: `since the ${start.changeType}` };
  }
}

/** Ten minutes around a time of today, or of yesterday if it is still to come. */
function createMomentWindow(
  { minutes, day }: Extract<TimeExpression, { type: 'around' }>,
  clock: Clock,
): TimeWindow {
  const at = resolveMoment({ minutes, day }, clock);
  const suffix =
    day === null ? '' : day === 'today' || day === 'yesterday' ? `, ${day}` : `, ${formatLongDay(day)}`;
  return clampWindow(clock.now, {
    span: { from: at - momentReachMs, to: at + momentReachMs },
    label: `around ${formatMinuteOfDay(minutes)}${suffix}`,
  });
}

const momentReachMs = 5 * timeUnitMs.minute;

/** The instant of `at 13:40`: of today, or of yesterday if it is still to come. */
export function resolveMoment(
  { minutes, day }: Pick<Extract<TimeExpression, { type: 'around' }>, 'minutes' | 'day'>,
  clock: Clock,
): number {
  const today = getLocalDay(clock.now, clock.timezone);
  const at = resolveInstant(day ?? today, minutes, clock);
  return day !== null || at <= clock.now ? at : resolveInstant(addDays(today, -1) ?? today, minutes, clock);
}

/** A range of today, or of yesterday if today's has not begun. A range that ends before it begins crosses midnight. */
function createBetweenWindow(
  { fromMinutes, toMinutes, day }: Extract<TimeExpression, { type: 'between' }>,
  clock: Clock,
): TimeWindow {
  const label = `between ${formatMinuteOfDay(fromMinutes)} and ${formatMinuteOfDay(toMinutes)}`;
  const createSpan = (startDay: Day) => ({
    from: resolveInstant(startDay, fromMinutes, clock),
    to: resolveInstant(
      toMinutes > fromMinutes ? startDay : (addDays(startDay, 1) ?? startDay),
      toMinutes,
      clock,
    ),
  });
  if (day !== null) {
    const suffix = day === 'today' || day === 'yesterday' ? day : formatLongDay(day);
    return clampWindow(clock.now, { span: createSpan(resolveDay(day, clock)), label: `${label}, ${suffix}` });
  }
  const today = getLocalDay(clock.now, clock.timezone);
  const span = createSpan(today);
  const latest = span.from < clock.now ? span : createSpan(addDays(today, -1) ?? today);
  return clampWindow(clock.now, { span: latest, label });
}
