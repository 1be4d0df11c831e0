import type { Clock } from '../base/calendar.js';
import { bold, code, personName, type RichText, text, timestamp } from '../render/rich-text.js';
import { getCauseTitle, logFormatNames } from '../report/words/names.js';
import type { Silence, SilenceMatcher } from './silence.js';

/** `3: payments-api until 14:00, by @ada: deploying v813`, or with `indefinitely` instead of the end. */
export const describeSilence = (
  { id, matcher, startsAt, endsAt, by, reason }: Silence,
  clock: Clock,
): RichText => [
  ...text`${bold(String(id))}: ${describeSilenceMatcher(matcher)}`,
  ...(startsAt > clock.now ? text` from ${timestamp(startsAt, clock)}` : []),
  ...describeSilenceEnd(endsAt, clock),
  ...text`, by ${personName(by)}`,
  ...(reason === '' ? [] : text`: ${reason}`),
];

/** `Silenced until 14:00 by @ada: deploying v813.` */
export const describeActiveSilence = ({ endsAt, by, reason }: Silence, clock: Clock): RichText => [
  bold('Silenced'),
  ...describeSilenceEnd(endsAt, clock),
  ...text` by ${personName(by)}`,
  ...(reason === '' ? [] : text`: ${reason}`),
  '.',
];

/** ` until 14:00`, or ` indefinitely`. */
export const describeSilenceEnd = (endsAt: number | null, clock: Clock): RichText =>
  endsAt === null ? [' indefinitely'] : text` until ${timestamp(endsAt, clock)}`;

/** The failures that a silence covers. */
export function describeSilenceMatcher(matcher: SilenceMatcher): RichText {
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
