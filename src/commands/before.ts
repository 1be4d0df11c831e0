import type { Command } from '../command.js';
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
    const earlier = context.ledger.earlier(incident, earlierMax).map((one) => ({ incident: one, words: [] }));
    return { message: beforeView(incident, earlier, scopeOfIncident(incident, {}, context), context) };
  },
};

const earlierMax = 5;
