import type { Clock } from '../../base/calendar.js';
import { type Incident, incidentName } from '../../incidents/incident.js';
import type { Silence } from '../../notify/silence.js';
import { silencedWords, untilWords } from '../../notify/silence-words.js';
import type { Message } from '../../render/message.js';
import { bold, code, moment, type Phrase, person, say } from '../../render/rich-text.js';
import { noNames } from '../../report/repository.js';
import { causeTitle } from '../../report/words/names.js';
import type { Act } from '../action.js';
import type { Command, Context } from '../answer.js';
import { lexed } from '../language/tokenize.js';
import type { Order } from '../question.js';
import { sentenceView } from './answer-view.js';
import { noIncidentView } from './why.js';

/** `ack BG-142`, `silence payments-api 2h deploying v813`: checks what was ordered, and hands on what is to be done. */
export const order: Command<'order'> = {
  what: 'order',
  usage:
    'ack|resolve|note|wrong cause BG-142 …, merge BG-143 into BG-142, silence payments-api 2h …, quiet until 09:00, unsilence 3',
  help: 'takes an incident on, ends, annotates or joins it; keeps the channel quiet for a while',
  answer: ({ order: ordered }, context) => {
    if (context.user === undefined) return { message: orderView.anonymous() };
    return ordered.name === 'silence' || ordered.name === 'unsilence'
      ? quieting(ordered, context, context.user)
      : ofIncident(ordered, context);
  },
};

type Quieting = Extract<Order, { readonly name: 'silence' | 'unsilence' }>;

function quieting(ordered: Quieting, context: Context, by: string) {
  const { now, silences = [] } = context;
  if (ordered.name === 'unsilence') {
    const silence = silences.find(({ id }) => id === ordered.silence);
    if (silence === undefined) return { message: orderView.unknownSilence(ordered.silence) };
    return {
      message: orderView.unsilenced(silence),
      act: { name: 'unsilence', silence: silence.id } satisfies Act,
    };
  }
  const { of, until = now + unspokenMs, reason } = ordered;
  if (of === null) return { message: orderView.unknownTarget(reason) };
  if (until - now > longestMs) return { message: orderView.tooLong() };
  const silence = { of, from: now, until, by, reason, createdAt: now };
  return { message: orderView.silenced(silence, context), act: { name: 'silence', silence } satisfies Act };
}

/** How long a silence lasts of which nothing was said; and none longer, since it would be forgotten. */
const unspokenMs = 3_600_000;
const longestMs = 30 * 86_400_000;

type OfIncident = Exclude<Order, Quieting>;

function ofIncident(ordered: OfIncident, context: Context) {
  const incident = incidentOf(ordered.incident, context);
  if (incident === undefined) {
    return { message: noIncidentView(ordered.incident ?? undefined, undefined, context) };
  }
  const act = actOn(incident, ordered, context);
  if (act === undefined) return { message: orderView.incomplete(ordered, incidentName(incident)) };
  return { message: orderView.done(act, incident, context), act };
}

/** The one that is named; where none is, the only open one. */
function incidentOf(number: number | null, { ledger }: Context): Incident | undefined {
  if (number !== null) return ledger.incident(number);
  const open = ledger.openIncidents();
  return open.length === 1 ? open[0] : undefined;
}

function actOn(incident: Incident, ordered: OfIncident, context: Context): Act | undefined {
  switch (ordered.name) {
    case 'acknowledge':
    case 'resolve':
      return { name: ordered.name, incident: incident.id };
    case 'note':
      return ordered.words === '' ? undefined : { name: 'note', incident: incident.id, words: ordered.words };
    case 'wrong-cause':
      return { name: 'correct', incident: incident.id, cause: causeIn(ordered.words), words: ordered.words };
    case 'merge': {
      const into = ordered.into === null ? undefined : context.ledger.incident(ordered.into);
      return into === undefined || into.id === incident.id
        ? undefined
        : { name: 'merge', incident: incident.id, into: into.id };
    }
  }
}

/** The one cause of the catalogue that the words name; null when they name none or a whole class. */
function causeIn(words: string) {
  const { tokens } = lexed(words, noNames);
  const [first, ...more] = tokens.flatMap(({ meant }) => ('of' in meant ? (meant.of.causes ?? []) : []));
  return more.length === 0 ? (first ?? null) : null;
}

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
