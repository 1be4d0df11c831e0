import type { Command } from '../command.js';
import { incidentFor, scopeOfIncident } from '../scope.js';
import { recapView } from '../views/recap.js';
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
