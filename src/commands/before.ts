import type { Command, Context } from '../command.js';
import type { Incident } from '../incident.js';
import { incidentFor, scopeOfIncident } from '../scope.js';
import { beforeView } from '../views/advice-answer.js';
import { noIncidentView } from '../views/why.js';

/** `what did we do last time?`: earlier incidents of the same kind, and what was noted then. */
export const before: Command<'before'> = {
  what: 'before',
  usage: 'what did we do last time? [BG-142]',
  help: 'earlier incidents of the same cause at the same upstream, with what was noted',
  answer: (question, context) => {
    const incident = incidentFor(question, context);
    if (incident === undefined) {
      return { message: noIncidentView(question.incident ?? undefined, undefined, context) };
    }
    const earlier = context.ledger
      .earlier(incident, earlierMax)
      .map((one) => ({ incident: one, words: notesOf(one, context) }));
    return { message: beforeView(incident, earlier, scopeOfIncident(incident, {}, context), context) };
  },
};

const earlierMax = 5;
const notesMax = 3;

const notesOf = ({ id }: Incident, { ledger }: Context): readonly string[] =>
  ledger
    .timeline(id)
    .flatMap(({ what }) => (what.name === 'noted' ? [what.text] : []))
    .slice(-notesMax);
