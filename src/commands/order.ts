import type { Act } from '../act.js';
import type { Command, Context } from '../command.js';
import { type Incident, incidentName } from '../incident.js';
import { noNames } from '../ledger.js';
import { lexed } from '../question/lexer.js';
import type { Order } from '../question.js';
import { orderView } from '../views/order.js';
import { noIncidentView } from '../views/why.js';

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
