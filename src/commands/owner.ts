import type { Command } from '../command.js';
import { incidentFor, isAbout, scopeOf } from '../scope.js';
import { ownerView } from '../views/standing.js';

/** `who's on it?` */
export const owner: Command<'owner'> = {
  what: 'owner',
  usage: 'who is on it? [BG-142]',
  help: 'who has taken on what is open',
  answer: (question, context) => {
    const named = question.incident === null ? undefined : incidentFor(question, context);
    const open = context.ledger.openIncidents().filter((incident) => isAbout(incident, question.of));
    return { message: ownerView(named === undefined ? open : [named], scopeOf(question, context), context) };
  },
};
