import type { Command } from '../command.js';
import { incidentFor, scopeOfIncident } from '../scope.js';
import { recapView } from '../views/standing.js';
import { noIncidentView } from '../views/why.js';

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
    const changes = ledger
      .changes({ from: incident.firstFailureAt - beforeMs, to: scope.window.span.to })
      .slice(-changesMax);
    const totals = ledger.totals(scope.window.span, scope.of);
    return {
      message: recapView(incident, changes, { ...totals, outcomes: incident.counts }, scope, context),
    };
  },
};

const beforeMs = 30 * 60_000;
const changesMax = 10;
