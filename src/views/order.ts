import type { Act } from '../act.js';
import type { Clock } from '../calendar.js';
import { type Incident, incidentName } from '../incident.js';
import type { Message } from '../message.js';
import type { Order } from '../question.js';
import type { Silence } from '../silence.js';
import { causeTitle } from './naming.js';
import { bold, code, moment, type Phrase, person, say } from './phrase.js';
import { sentenceView } from './plain.js';
import { silencedWords, untilWords } from './silences.js';

/** What is said to somebody who ordered something. */
export const orderView = {
  anonymous: (): Message =>
    sentenceView(say`Nobody can be named for that here: say it in Slack, where others see who did it.`),
  unknownTarget: (said: string): Message =>
    sentenceView(
      said === ''
        ? say`Say what to silence: ${code('silence payments-api 2h deploying v813')}, or ${code('quiet until 09:00')} for everything.`
        : say`I do not know what to silence in ${code(said)}: name one upstream, cause, route or gateway, such as ${code('silence payments-api 2h deploying v813')}.`,
    ),
  tooLong: (): Message =>
    sentenceView(say`A silence lasts 30 days at most; a longer one would be forgotten.`),
  unknownSilence: (id: number | null): Message =>
    sentenceView(
      id === null
        ? say`Say which one: ${code('silences')} lists them with their numbers.`
        : say`There is no silence ${bold(String(id))}: ${code('silences')} lists those that there are.`,
    ),
  silenced: ({ of, until, reason }: Pick<Silence, 'of' | 'until' | 'reason'>, clock: Clock): Message =>
    sentenceView([
      ...say`Silenced ${silencedWords(of)}${untilWords(until, clock)}`,
      ...(reason === '' ? [] : say`: ${reason}`),
      '. It is counted as ever, and told when the silence ends if it still fails.',
    ]),
  unsilenced: ({ id, of }: Silence): Message =>
    sentenceView(say`Silence ${bold(String(id))} is over: ${silencedWords(of)} is told again.`),
  incomplete: ({ name }: Order, incident: string): Message =>
    sentenceView(
      name === 'merge'
        ? say`Say into which other incident: ${code(`merge ${incident} into BG-142`)}.`
        : say`Say what to note: ${code(`note ${incident} rolled back to v812`)}.`,
    ),
  done: (act: Act, incident: Incident, clock: Clock): Message =>
    sentenceView(doneWords(act, incident, clock), 'good'),
};

function doneWords(act: Act, incident: Incident, clock: Clock): Phrase {
  const name = bold(incidentName(incident));
  const { acknowledged, state } = incident;
  switch (act.name) {
    case 'acknowledge':
      return acknowledged === null
        ? say`${name} is yours.`
        : say`${person(acknowledged.by)} has been on ${name} since ${moment(acknowledged.at, clock)}.`;
    case 'resolve':
      return state.name === 'open' ? say`${name} is resolved by hand.` : say`${name} was over already.`;
    case 'note':
      return say`Noted at ${name}: ${act.words}`;
    case 'correct':
      return act.cause === null
        ? say`Noted that the cause of ${name} is another one: ${act.words}`
        : say`The cause of ${name} is now “${causeTitle(act.cause)}”.`;
    case 'merge':
      return say`${name} is now a part of the other incident.`;
    case 'silence':
    case 'unsilence':
      return say`Done.`;
  }
}
