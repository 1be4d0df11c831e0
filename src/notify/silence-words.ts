import type { Clock } from '../base/calendar.js';
import { bold, code, moment, type Phrase, person, say } from '../render/rich-text.js';
import { causeTitle, gatewayNames } from '../report/words/names.js';
import type { Silence, SilenceOf } from './silence.js';

/** `3: payments-api until 14:00, by @ada: deploying v813`. */
export const silenceWords = ({ id, of, from, until, by, reason }: Silence, clock: Clock): Phrase => [
  ...say`${bold(String(id))}: ${silencedWords(of)}`,
  ...(from > clock.now ? say` from ${moment(from, clock)}` : []),
  ...untilWords(until, clock),
  ...say`, by ${person(by)}`,
  ...(reason === '' ? [] : say`: ${reason}`),
];

/** `Silenced until 14:00 by @ada: deploying v813.` */
export const silencedLine = ({ until, by, reason }: Silence, clock: Clock): Phrase => [
  bold('Silenced'),
  ...untilWords(until, clock),
  ...say` by ${person(by)}`,
  ...(reason === '' ? [] : say`: ${reason}`),
  '.',
];

/** ` until 14:00`, or nothing when it lasts until somebody ends it. */
export const untilWords = (until: number | null, clock: Clock): Phrase =>
  until === null ? [' until somebody ends it'] : say` until ${moment(until, clock)}`;

/** What is silenced, in words. */
export function silencedWords(of: SilenceOf): Phrase {
  switch (of.name) {
    case 'all':
      return ['everything'];
    case 'upstream':
      return [code(of.upstream)];
    case 'cause':
      return [`“${causeTitle(of.cause)}”`];
    case 'route':
      return [code(of.route)];
    case 'gateway':
      return [`the ${gatewayNames[of.gateway]}`];
  }
}
