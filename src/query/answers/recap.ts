import type { Clock } from '../../base/calendar.js';
import { incidentName, rootCause } from '../../incidents/incident.js';
import type { Message } from '../../render/message.js';
import { bold, say } from '../../render/rich-text.js';
import { impactOf } from '../../report/words/impact.js';
import { causeTitle, upstreamCode } from '../../report/words/names.js';
import { type RecapFacts, recapSteps } from '../../report/words/timeline.js';
import type { Command } from '../answer.js';
import { incidentFor, type Scope, scopeOfIncident } from '../scope.js';
import { plainView } from './answer-view.js';
import { noIncidentView } from './why.js';

/** An incident told from its beginning. */
export function recapView(facts: RecapFacts, scope: Scope, clock: Clock): Message {
  const { incident, totals } = facts;
  const isOpen = incident.state.name === 'open';
  return plainView(
    {
      lead: say`${bold(incidentName(incident))} ${isOpen ? 'is open' : 'is over'}: ${causeTitle(rootCause(incident))} at ${upstreamCode(incident.upstream)}, ${impactOf(totals)}.`,
      list: { title: 'What happened', items: recapSteps(facts, clock) },
      tone: isOpen ? 'bad' : 'good',
    },
    scope,
    clock,
  );
}

/** `catch me up on BG-142`: what happened, in order. */
export const recap: Command<'recap'> = {
  what: 'recap',
  usage: 'catch me up [on BG-142]',
  help: 'what has happened in an incident so far, in order',
  answer: (question, context) => {
    const { ledger } = context;
    const incident = incidentFor(question, context);
    if (incident === undefined) {
      return { message: noIncidentView(question.incident ?? undefined, undefined, context) };
    }
    const scope = scopeOfIncident(incident, {}, context);
    const { to } = scope.window.span;
    const facts = {
      incident,
      changes: ledger.changes({ from: incident.firstFailureAt - beforeMs, to }).slice(-changesMax),
      entries: ledger.timeline(incident.id).slice(-entriesMax),
      totals: { ...ledger.totals(scope.window.span, scope.of), outcomes: incident.counts },
    };
    return { message: recapView(facts, scope, context) };
  },
};

const beforeMs = 30 * 60_000;
const changesMax = 10;
const entriesMax = 20;
