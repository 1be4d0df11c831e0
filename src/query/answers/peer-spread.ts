import type { Clock } from '../../base/calendar.js';
import { counted, grouped, percent } from '../../base/format-number.js';
import type { PeerConduct } from '../../diagnose/hints/hint.js';
import { rootCause } from '../../incidents/incident.js';
import type { Message } from '../../render/message.js';
import { bold, code, type Phrase, say } from '../../render/rich-text.js';
import type { Ranked } from '../../report/repository.js';
import type { Command } from '../answer.js';
import { incidentFor, type Scope, scopeOf, scopeOfIncident } from '../scope.js';
import { plainView } from './answer-view.js';

/** One peer or all of them. */
export function spreadView(
  failing: readonly Ranked[],
  conduct: readonly PeerConduct[],
  scope: Scope,
  clock: Clock,
): Message {
  const items = failing.map(({ key, count }): Phrase => {
    const good = conduct.find(({ peer }) => peer === key)?.good ?? 0;
    return say`${code(key ?? '–')}: ${counted(count, 'failure')}${good > 0 ? `, ${counted(good, 'good answer')}` : ''}`;
  });
  const healthy = conduct.filter(({ peer, good }) => good > 0 && failing.every(({ key }) => key !== peer));
  return plainView(
    {
      lead: spreadWords(failing, healthy.length),
      list: {
        title: 'By peer',
        items: [
          ...items,
          ...healthy.map(({ peer, good }) => say`${code(peer)}: no failure, ${counted(good, 'good answer')}`),
        ],
      },
    },
    scope,
    clock,
  );
}

function spreadWords(failing: readonly Ranked[], healthy: number): Phrase {
  const [worst, second] = failing;
  if (worst === undefined) return say`No failure names a peer.`;
  const all = failing.reduce((sum, { count }) => sum + count, 0);
  const known = failing.length + healthy;
  if (second === undefined)
    return known === 1
      ? say`${bold('One')}: ${code(worst.key ?? '')} is the only peer that the logs name.`
      : say`${bold('One')} of ${known} peers: only ${code(worst.key ?? '')} fails.`;
  if (worst.count * 10 >= all * 8)
    return say`${bold('Mostly one')}: ${code(worst.key ?? '')} has ${percent(worst.count, all)} of the failures; ${failing.length} of ${known} peers fail.`;
  return healthy === 0
    ? say`${bold('All of them')}: ${failing.length} of ${known} peers fail, the worst with ${percent(worst.count, all)}.`
    : say`${bold('Several')}: ${failing.length} of ${known} peers fail, ${grouped(healthy)} do not.`;
}

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
