import type { Command } from '../command.js';
import { groupFactsOf } from '../group-facts.js';
import { factsOf } from '../incident-facts.js';
import { incidentFor, scopeOf, scopeOfIncident } from '../scope.js';
import { causesView, fixView } from '../views/advice-answer.js';

/** `how do I fix it?`: the steps, and what not to do. */
export const fix: Command<'fix'> = {
  what: 'fix',
  usage: 'how do I fix it? [BG-142]',
  help: 'what to do, most likely first, and what not to do',
  answer: (question, context) => {
    const incident = incidentFor(question, context);
    if (incident !== undefined) {
      const facts = factsOf(incident, context.ledger, context.now);
      return { message: fixView(facts, scopeOfIncident(incident, {}, context), context) };
    }
    const scope = scopeOf(question, context);
    const groups = groupFactsOf(context.ledger, scope.window.span, groupsMax, scope.of);
    return { message: causesView(groups, [], scope, context) };
  },
};

const groupsMax = 4;
