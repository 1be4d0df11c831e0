import { type Clock, clockOf, type Day, dayOf, daysLater, dayWords, spanOfDay } from '../../base/calendar.js';
import type { Window } from '../../report/repository.js';
import type { NamedDay, Start, Unit, When } from '../question.js';
import { unitMs, unitWords } from './units.js';

/** What time the words name, as instants. `changedAt` is when the change was that a question begins with. */
export function windowOf(when: When, clock: Clock, changedAt?: number): Window {
  const { now, zone } = clock;
  const today = dayOf(now, zone);
  switch (when.name) {
    case 'now':
      return lastOf(15, 'minute', now);
    case 'last':
      return lastOf(when.count, when.unit, now);
    case 'day':
      return dayWindow(when.day, clock);
    case 'weekday':
      return dayWindow(lastWeekday(when.weekday, clock), clock);
    case 'night': {
      const from = instantOn(daysLater(today, -1) ?? today, 20 * 60, clock);
      return upTo(now, { span: { from, to: instantOn(today, 8 * 60, clock) }, words: 'last night' });
    }
    case 'this':
      return { span: { from: beginningOfThis(when.unit, clock), to: now }, words: `this ${when.unit}` };
    case 'since':
      return sinceWindow(when.start, clock, changedAt);
    case 'between':
      return betweenWindow(when, clock);
  }
}

/** The last 24 hours: what is looked at where no time is named. */
export const lastDay: When = { name: 'last', count: 24, unit: 'hour' };

/** The instant at which the clock shows so many minutes after midnight, on a day. */
export function instantOn(day: Day | NamedDay, minutes: number, clock: Clock): number {
  const named = dayNamed(day, clock);
  const from = spanOfDay(named, clock.zone)?.from ?? clock.now;
  const guess = from + minutes * unitMs.minute;
  // On a day on which the clocks change, the guess is an hour off.
  const shown = minutesShown(guess, clock.zone);
  const off = (minutes % dayMinutes) - shown;
  return Math.abs(off) <= 120 ? guess + off * unitMs.minute : guess;
}

/** The next time that the clock shows it. */
export function nextInstant(minutes: number, clock: Clock): number {
  const today = dayOf(clock.now, clock.zone);
  const at = instantOn(today, minutes, clock);
  return at > clock.now ? at : instantOn(daysLater(today, 1) ?? today, minutes, clock);
}

/** The day that a name stands for. */
export function dayNamed(day: Day | NamedDay, { now, zone }: Clock): Day {
  const today = dayOf(now, zone);
  if (day === 'today') return today;
  return day === 'yesterday' ? (daysLater(today, -1) ?? today) : day;
}

/** The latest day before today that is this weekday; Sunday is 0. */
export function lastWeekday(weekday: number, { now, zone }: Clock): Day {
  const today = dayOf(now, zone);
  const back = (weekdayOf(today) - weekday + 7) % 7 || 7;
  return daysLater(today, -back) ?? today;
}

const dayMinutes = 24 * 60;
const windowMsMax = 400 * unitMs.day;
const weekdayOf = (day: Day): number => new Date(`${day}T00:00:00Z`).getUTCDay();

function minutesShown(at: number, zone: string): number {
  const [hour = '', minute = ''] = clockOf(at, zone).split(':');
  return Number(hour) * 60 + Number(minute);
}

function lastOf(count: number, unit: Unit, now: number): Window {
  const ms = Math.max(unitMs.minute, Math.min(count * unitMs[unit], windowMsMax));
  const told = Math.round(ms / unitMs[unit]) || 1;
  const words = told === 1 ? `last ${unit}` : `last ${told} ${unitWords[unit]}`;
  return { span: { from: now - ms, to: now }, words };
}

function dayWindow(day: Day | NamedDay, clock: Clock): Window {
  const named = dayNamed(day, clock);
  const span = spanOfDay(named, clock.zone) ?? { from: clock.now, to: clock.now };
  const words = day === 'today' || day === 'yesterday' ? day : dayWords(named);
  return upTo(clock.now, { span, words });
}

const upTo = (now: number, { span, words }: Window): Window => ({
  span: { from: Math.min(span.from, now), to: Math.min(span.to, now) },
  words,
});

/** A week begins on Monday. */
function beginningOfThis(unit: Unit, clock: Clock): number {
  const today = dayOf(clock.now, clock.zone);
  switch (unit) {
    case 'minute':
    case 'hour':
      return Math.floor(clock.now / unitMs[unit]) * unitMs[unit];
    case 'day':
      return instantOn(today, 0, clock);
    case 'week':
      return instantOn(daysLater(today, -((weekdayOf(today) + 6) % 7)) ?? today, 0, clock);
    case 'month':
      return instantOn(`${today.slice(0, 8)}01`, 0, clock);
  }
}

function sinceWindow(start: Start, clock: Clock, changedAt: number | undefined): Window {
  const { now } = clock;
  switch (start.name) {
    case 'clock': {
      const today = dayOf(now, clock.zone);
      const at = instantOn(today, start.minutes, clock);
      const from = at < now ? at : instantOn(daysLater(today, -1) ?? today, start.minutes, clock);
      return { span: { from, to: now }, words: `since ${clockWords(start.minutes)}` };
    }
    case 'day':
      return {
        span: { from: Math.min(instantOn(start.day, 0, clock), now), to: now },
        words: `since ${start.day}`,
      };
    case 'weekday': {
      const day = lastWeekday(start.weekday, clock);
      return { span: { from: instantOn(day, 0, clock), to: now }, words: `since ${dayWords(day)}` };
    }
    case 'change':
      return changedAt === undefined
        ? { ...lastOf(24, 'hour', now), words: `last 24 h, as no ${start.kind} is on record` }
        : { span: { from: changedAt, to: now }, words: `since the ${start.kind}` };
  }
}

/** Of today, or of yesterday while today's is still to come. One that ends before it begins goes over midnight. */
function betweenWindow({ from, to, day }: Extract<When, { name: 'between' }>, clock: Clock): Window {
  const words = `between ${clockWords(from)} and ${clockWords(to)}`;
  const spanOn = (begun: Day) => ({
    from: instantOn(begun, from, clock),
    to: instantOn(to > from ? begun : (daysLater(begun, 1) ?? begun), to, clock),
  });
  if (day !== null) {
    const suffix = day === 'today' || day === 'yesterday' ? day : dayWords(day);
    return upTo(clock.now, { span: spanOn(dayNamed(day, clock)), words: `${words}, ${suffix}` });
  }
  const today = dayOf(clock.now, clock.zone);
  const span = spanOn(today);
  const latest = span.from < clock.now ? span : spanOn(daysLater(today, -1) ?? today);
  return upTo(clock.now, { span: latest, words });
}

const clockWords = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
