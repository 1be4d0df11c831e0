import type { Command } from '../command.js';
import { rootCause } from '../incident.js';
import { incidentFor, scopeOf, scopeOfIncident } from '../scope.js';
import { spreadView } from '../views/spread.js';

/** `is it one pod or all of them?` */
export const spread: Command<'spread'> = {
  what: 'spread',
  usage: 'is it one pod or all of them?',
  help: 'how failures divide among the peers of an upstream, beside their good answers',
  answer: (question, context) => {
    const { ledger } = context;
    const incident = question.when.length > 0 ? undefined : incidentFor(question, context);
    const scope =
      incident === undefined
        ? scopeOf(question, context, 'peer')
        : scopeOfIncident(incident, question.of, context);
    const { span } = scope.window;
    const failing = ledger.top('peer', span, peersMax, scope.of).filter(({ key }) => key !== null);
    const { upstream } = scope.of;
    const cause = incident === undefined ? 'unknown' : rootCause(incident);
    const peers = upstream === undefined ? [] : ledger.conduct(span, { upstream, cause }).peers;
    return { message: spreadView(failing, peers, scope, context) };
  },
};

const peersMax = 20;
