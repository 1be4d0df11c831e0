import type { Clock } from '../calendar.js';
import { counted } from '../figures.js';
import type { Message } from '../message.js';
import { isActive, type Silence, type SilenceOf } from '../silence.js';
import { list, message, section } from './kit.js';
import { causeTitle, gatewayNames } from './naming.js';
import { bold, code, moment, type Phrase, person, say } from './phrase.js';

/** What is silenced, each with the number that ends it. */
export function silencesView(silences: readonly Silence[], clock: Clock): Message {
  const lasting = silences.filter((silence) => isActive(silence, clock.now) || silence.from > clock.now);
  const line = lasting.length === 0 ? say`Nothing is silenced.` : say`${counted(lasting.length, 'silence')}.`;
  return message({
    text: line,
    tone: 'neutral',
    blocks: [
      section(line),
      list(
        '',
        'bullet',
        lasting.map((silence) => silenceWords(silence, clock)),
      ),
      section(
        lasting.length === 0 ? undefined : say`End one with ${code(`unsilence ${lasting[0]?.id ?? ''}`)}.`,
      ),
    ],
  });
}

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
