import { formatCount, formatPercent, pluralize } from '../../base/format-number.js';
import { unknownCause } from '../../diagnose/causes/unknown.js';
import { findRootCause } from '../../incidents/incident.js';
import { bold, code, text } from '../../render/rich-text.js';
import { findIncident, resolveIncidentScope, resolveScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';
/** `is it one pod or all of them?`: failures by peer. */
export const peerSpreadHandler = {
  type: 'peer-spread',
  phrases: [
    'one pod or all',
    'one peer or all',
    'one server or all',
    'one instance or all',
    'one node or all',
    'one backend or all',
    'one host or all',
    'one or all',
    'all pods',
    'all peers',
    'all servers',
    'single pod',
    'single peer',
    'single server',
  ],
  usage: 'is it one pod or all of them?',
  help: 'failures and good answers of each peer of an upstream',
  answer: (question, context) => {
    const { repository } = context;
    const incident = question.times.length > 0 ? undefined : findIncident(question, context);
    const scope =
      incident === undefined
        ? resolveScope(question, context, 'peer')
        : resolveIncidentScope(incident, question.filter, context);
    const { span } = scope.window;
    const failingPeers = repository
      .top('peer', span, peersMax, scope.filter)
      .filter(({ key }) => key !== null);
    const cause = incident === undefined ? unknownCause.id : findRootCause(incident);
    const { upstream, upstreams = upstream === undefined ? [] : [upstream] } = scope.filter;
    const peers = upstreams
      .slice(0, upstreamsMax)
      .flatMap((peerUpstream) => repository.upstreamStats(span, { upstream: peerUpstream, cause }).peers);
    return { message: renderPeerSpread(failingPeers, peers, scope, context) };
  },
};
const peersMax = 20;
/** Over more upstreams, a single bad server is no useful answer. */
const upstreamsMax = 20;
/** Renders how many of the peers fail. */
function renderPeerSpread(failingPeers, peerStats, scope, clock) {
  const items = failingPeers.map(({ key, count }) => {
    const successCount = peerStats.find(({ peer }) => peer === key)?.successes ?? 0;
    return text`${code(key ?? '–')}: ${pluralize(count, 'failure')}${successCount > 0 ? `, ${pluralize(successCount, 'good answer')}` : ''}`;
  });
  const healthyPeers = peerStats.filter(
    ({ peer, successes: successCount }) => successCount > 0 && failingPeers.every(({ key }) => key !== peer),
  );
  return renderAnswer(
    {
      lead: describeSpread(failingPeers, healthyPeers.length),
      list: {
        title: 'By peer',
        items: [
          ...items,
          ...healthyPeers.map(
            ({ peer, successes: successCount }) =>
              text`${code(peer)}: no failure, ${pluralize(successCount, 'good answer')}`,
          ),
        ],
      },
    },
    scope,
    clock,
  );
}
function describeSpread(failingPeers, healthyCount) {
  const [worst, second] = failingPeers;
  if (worst === undefined) return text`No failure names a peer.`;
  const failureCount = failingPeers.reduce((sum, { count }) => sum + count, 0);
  const peerCount = failingPeers.length + healthyCount;
  if (second === undefined)
    return peerCount === 1
      ? text`${bold('One')}: ${code(worst.key ?? '')} is the only peer in the logs.`
      : text`${bold('One')} of ${peerCount} peers: only ${code(worst.key ?? '')} fails.`;
  if (worst.count * 10 >= failureCount * 8)
    return text`${bold('Mostly one')}: ${code(worst.key ?? '')} has ${formatPercent(worst.count, failureCount)} of the failures; ${failingPeers.length} of ${peerCount} peers fail.`;
  return healthyCount === 0
    ? text`${bold('All of them')}: ${failingPeers.length} of ${peerCount} peers fail, the worst with ${formatPercent(worst.count, failureCount)}.`
    : text`${bold('Several')}: ${failingPeers.length} of ${peerCount} peers fail, ${formatCount(healthyCount)} do not.`;
}
