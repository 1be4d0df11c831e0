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
    const cause = incident === undefined ? 'unknown' : rootCause(incident);
    const { upstream, upstreams = upstream === undefined ? [] : [upstream] } = scope.of;
    const peers = upstreams
      .slice(0, upstreamsMax)
      .flatMap((each) => ledger.conduct(span, { upstream: each, cause }).peers);
    return { message: spreadView(failing, peers, scope, context) };
  },
};

const peersMax = 20;
/** Of more upstreams nobody asks for the one server that is bad. */
const upstreamsMax = 20;
