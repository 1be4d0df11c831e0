import { formatMinuteOfDay } from '../base/calendar.js';
import { joinWithAnd } from '../base/format-number.js';
import { bold, code, personName, text, timestamp } from '../render/rich-text.js';
import { getCauseTitle, logFormatNames } from '../report/words/names.js';
import { findSilenceWindows, isSilenceActive } from './silence-schedule.js';
/** `3: payments-api until 14:00, by @ada: deploying v813`. */
export const describeSilence = (silence, clock) => [
  ...text`${bold(String(silence.id))}: ${describeSilenceMatcher(silence.matcher)}`,
  ...describeSchedule(silence, clock),
  ...text`, by ${personName(silence.by)}`,
  ...(silence.reason === '' ? [] : text`: ${silence.reason}`),
];
/** `Silenced until 14:00 by @ada: deploying v813.` */
export const describeActiveSilence = (silence, clock) => [
  bold('Silenced'),
  ...describeEnd(findSilenceWindows(silence, clock.now).latest?.to ?? Infinity, clock),
  ...text` by ${personName(silence.by)}`,
  ...(silence.reason === '' ? [] : text`: ${silence.reason}`),
  '.',
];
/**
 * ` until 14:00`, ` from 22:00 until 23:00`, ` indefinitely` or ` every Sunday from 02:00 to 04:00`, with the next time of one
 * that repeats. Times are those of the clock's time zone, and named in their own where that is another.
 */
export function describeSchedule(schedule, clock) {
  const { startsAt, endsAt, recurrence, endsWithDeploy } = schedule;
  if (recurrence === null) {
    const begin = startsAt > clock.now ? text` from ${timestamp(startsAt, clock)}` : [];
    if (!endsWithDeploy) return [...begin, ...describeEnd(endsAt ?? Infinity, clock)];
    return [
      ...begin,
      ' until a mark says that the deploy is done',
      ...(endsAt === null ? [] : text`, at the latest ${timestamp(endsAt, clock)}`),
    ];
  }
  const { next } = findSilenceWindows(schedule, clock.now);
  return [
    ...text` ${describeWeekdays(recurrence.weekdays)} from ${formatMinuteOfDay(recurrence.fromMinutes)} to ${formatMinuteOfDay(recurrence.toMinutes)}`,
    ...(recurrence.timezone === clock.timezone ? [] : text` (${recurrence.timezone})`),
    ...(isSilenceActive(schedule, clock.now) ? text`, active now` : []),
    ...(next === undefined ? text`, not again` : text`, next ${timestamp(next.from, clock)}`),
    ...(endsAt === null ? [] : text`, for the last time before ${timestamp(endsAt, clock)}`),
  ];
}
/** ` until 14:00`, or ` indefinitely`. */
const describeEnd = (endsAt, clock) =>
  endsAt === Infinity ? [' indefinitely'] : text` until ${timestamp(endsAt, clock)}`;
function describeWeekdays(weekdays) {
  const numbers = weekdays.join('');
  if (numbers === '1234567') return 'every day';
  if (numbers === '12345') return 'Monday to Friday';
  return `every ${joinWithAnd(weekdays.map((weekday) => weekdayNames[weekday - 1] ?? ''))}`;
}
const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
/** The failures that a silence covers. */
export function describeSilenceMatcher(matcher) {
  switch (matcher.type) {
    case 'all':
      return ['everything'];
    case 'upstream':
      return [code(matcher.upstream)];
    case 'cause':
      return [`“${getCauseTitle(matcher.cause)}”`];
    case 'route':
      return [code(matcher.route)];
    case 'gateway':
      return [`the ${logFormatNames[matcher.gateway]}`];
  }
}
