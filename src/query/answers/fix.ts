import type { Clock } from '../../base/calendar.js';
import { incidentName } from '../../incidents/incident.js';
import type { Message } from '../../render/message.js';
import { bold, say } from '../../render/rich-text.js';
import { groupFactsOf } from '../../report/summary/group.js';
import { factsOf, type IncidentFacts } from '../../report/summary/incident.js';
import { avoidWords, hintWords, stepsAgainst, stepWords } from '../../report/words/advice.js';
import { upstreamCode } from '../../report/words/names.js';
import type { Command } from '../answer.js';
import { incidentFor, type Scope, scopeOf, scopeOfIncident } from '../scope.js';
import { plainView } from './answer-view.js';
import { causesView } from './why.js';

/** What to do about an incident. */
export function fixView(
  { incident, cause, family, subject, hints }: IncidentFacts,
  scope: Scope,
  clock: Clock,
): Message {
  return plainView(
    {
      lead: say`${bold(incidentName(incident))}: ${cause.title} at ${upstreamCode(incident.upstream)}.`,
      lines: [...hints.map(hintWords), ...cause.avoid.map(avoidWords)],
      list: {
        title: 'What to do',
        style: 'ordered',
        items: stepsAgainst(cause, family, subject, hints).map(stepWords),
      },
    },
    scope,
    clock,
  );
}

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
