import { floorToMinute, minuteMs } from '../../base/duration.js';
import { sumNumbers } from '../../base/format-number.js';
import { buildFixFacts } from '../../diagnose/advice/fix-facts.js';
import { getCause } from '../../diagnose/causes/index.js';
import { findFailingGateway } from '../../incidents/affected-upstream.js';
import { recentMs } from '../../incidents/failing-traffic.js';
import {
  affectsUpstream,
  countFailures,
  findOnlyClient,
  findRootCause,
  listUpstreamNames,
} from '../../incidents/incident.js';
import { measureRecentShare, measureShare } from '../../incidents/incident-share.js';
import { addStatusCounts } from '../../incidents/status-counts.js';
import { findUsualAnswers } from '../../incidents/usual-answers.js';
import { getProduct } from '../../parse/decoder.js';
import { filterByIncident } from '../repository.js';
import { collectHints } from './hints.js';
import { listPriorChanges } from './prior-changes.js';
import { collectRuleOuts, listRoutes } from './rule-outs.js';
/** Summarizes an incident over the span from its first failure to its last, never beyond `now`. */
export function summarizeIncident(incident, repository, now) {
  const span = toMinuteSpan(incident, now);
  const upstreams = listUpstreamNames(incident);
  const statuses = incident.upstreams.reduce((sum, affected) => addStatusCounts(sum, affected.statuses), []);
  const peers = rankPeers(incident, repository, now);
  const latestFailures = repository.latestFailures(incident, latestFailuresMax);
  const cause = getCause(findRootCause(incident));
  const rootFailures = latestFailures.filter((failure) => failure.cause === cause.id);
  const product = getProduct((rootFailures[0] ?? latestFailures[0])?.gateway);
  const routeStats = listRoutes(incident, repository);
  const ruledOut = collectRuleOuts(incident, cause.id, routeStats, repository);
  const fixFacts = buildFixFacts({
    format: (rootFailures[0] ?? latestFailures[0])?.gateway,
    peer: rootFailures[0]?.peer ?? peers[0]?.key ?? null,
    upstream: incident.upstream,
    records: listRecords(rootFailures.length > 0 ? rootFailures : latestFailures),
    usual: measureUsual(incident, rootFailures, routeStats),
    busiestSecond: incident.upstreams[0]?.busiestSecond ?? null,
    doOtherRoutesAnswer: ruledOut.some(({ id }) => id === 'whole-upstream'),
  });
  const earlier = repository.earlierIncidents(incident, earlierMax);
  return {
    incident,
    upstreams,
    cause,
    certainty: findHighestCertainty(rootFailures),
    hints: collectHints(
      { cause: cause.id, upstream: incident.upstream, product, facts: fixFacts },
      span,
      repository,
    ).filter(
      // Where other gateways reach the upstream, its peers are not what is wrong.
      ({ id }) => id !== 'one-bad-peer' || findFailingGateway(incident.upstreams) === undefined,
    ),
    fixRecord: repository.fixRecord(incident),
    ruledOut,
    missingFields: [...new Set(rootFailures.flatMap(({ missingFields }) => missingFields))].slice(
      0,
      missingFieldsMax,
    ),
    product,
    products: [...new Set(latestFailures.map(({ gateway }) => getProduct(gateway)))],
    fixFacts,
    byStatus: Object.fromEntries(statuses.map(({ status, count }) => [status, count])),
    visibleByStatus: Object.fromEntries(
      statuses.flatMap(({ status, clientVisible }) => (clientVisible > 0 ? [[status, clientVisible]] : [])),
    ),
    share: measureShare(incident.upstreams),
    recentShare: measureShareNow(incident, now),
    soleClient: countFailures(incident) < soleClientFailuresMin ? null : (findOnlyClient(incident) ?? null),
    routes: rankValues(incident, 'route', repository, now, routesMax),
    peers,
    // Peers are ejected in any outage; only if nothing else explains an empty group is that worth showing.
    changes: listPriorChanges(incident, repository).filter(
      ({ kind }) => kind !== 'ejection' || cause.isAftermath === true || incident.emptiedBy !== null,
    ),
    evidence: repository.evidence(incident, recordsMax),
    related: repository.relatedIncidents(incident),
    earlier,
    endedBy: findEndingChange(earlier[0], repository),
    lastHour: summarizeLastHour(incident, repository, now),
  };
}
/** Null where the log has no times of good answers, or of those that fail. */
function measureUsual(incident, failures, routeStats) {
  const usual = findUsualAnswers(incident);
  const durations = failures.flatMap(({ timing }) => timing?.durationMs ?? []).sort((a, b) => a - b);
  const failedMs = durations[Math.floor(durations.length / 2)];
  return usual === null || failedMs === undefined
    ? null
    : { ...usual, failedMs, failedShare: measureFailedShare(incident, routeStats) };
}
/** Of the requests for the routes that fail; null where these are not known. */
function measureFailedShare({ upstreams }, routeStats) {
  const failing = new Set(upstreams.flatMap(({ failingRoutes }) => failingRoutes.map(({ route }) => route)));
  const known = routeStats.filter(({ route }) => failing.has(route));
  const failed = sumNumbers(known.map((route) => route.failed));
  const requests = failed + sumNumbers(known.map(({ answered }) => answered));
  return requests === 0 ? null : failed / requests;
}
/** The records of the latest failures, with the gateway's host as the envelope names it. */
const listRecords = (failures) =>
  failures
    .slice(0, factsFailuresMax)
    .flatMap(({ evidence, gatewayHost }) =>
      evidence.map(({ text, file }) => ({ text, file, source: gatewayHost })),
    );
/** More of them say nothing new about where the gateway runs. */
const factsFailuresMax = 5;
/** In the first 30 s after the first request failed there is no more to tell than the whole. */
function measureShareNow({ state, upstreams }, now) {
  const traffics = upstreams.flatMap(({ traffic }) => traffic ?? []);
  const from = Math.min(...traffics.map((traffic) => traffic.from));
  const to = Math.max(...traffics.map((traffic) => traffic.to));
  return state.type !== 'open' || to - from < recentMs ? null : measureRecentShare(upstreams, now);
}
/** Fewer failures may come from one client by chance. */
const soleClientFailuresMin = 10;
/** Failing peers, most failures first. */
export function rankPeers(incident, repository, now) {
  return rankValues(incident, 'peer', repository, now, peersMax);
}
const peersMax = 20;
const routesMax = 5;
export const latestFailuresMax = 50;
const recordsMax = 3;
const earlierMax = 5;
const missingFieldsMax = 3;
/** Whole minutes, because the peers of good requests are counted per minute. */
function toMinuteSpan({ firstFailureAt, lastFailureAt }, now) {
  const from = floorToMinute(firstFailureAt);
  const to = floorToMinute(Math.min(lastFailureAt, Math.max(now, firstFailureAt))) + minuteMs;
  return { from, to };
}
/** From the first failure to the last: what failed just before or after is of another incident. */
const toExactSpan = ({ firstFailureAt, lastFailureAt }, now) => ({
  from: firstFailureAt,
  to: Math.min(lastFailureAt, Math.max(now, firstFailureAt)) + 1,
});
/** Most frequent values at the incident's upstreams, without unknown ones. */
export const rankValues = (incident, by, repository, now, limit) =>
  repository
    .top(by, toExactSpan(incident, now), limit, filterByIncident(incident))
    .filter(({ key }) => key !== null);
function findHighestCertainty(failures) {
  const certainties = ['certain', 'likely', 'guess'];
  return certainties.find((certainty) => failures.some((failure) => failure.certainty === certainty)) ?? null;
}
/** The last deliberate change while it failed; ejections, which gateways do by themselves, end nothing. */
function findEndingChange(earlier, repository) {
  if (earlier === undefined) return null;
  const { firstFailureAt, lastFailureAt } = earlier;
  const changes = repository.changes({ from: firstFailureAt, to: lastFailureAt + 1 });
  return changes
    .filter(({ kind }) => kind !== 'ejection' && kind !== 'refused-config')
    .reduce(pickLaterChange, null);
}
const pickLaterChange = (latest, change) => (latest === null || change.at >= latest.at ? change : latest);
function summarizeLastHour(incident, repository, now) {
  const { state, lastFailureAt } = incident;
  const end = state.type === 'resolved' ? Math.min(now, lastFailureAt + quietTailMs) : now;
  const to = (Math.floor(end / minuteMs) + 1) * minuteMs;
  const span = { from: to - hourMinutes * minuteMs, to };
  return {
    failuresPerMinute: repository.failuresPerMinute(span, filterByIncident(incident)),
    from: span.from,
    // Peers are ejected in any outage; only deliberate changes get a mark.
    changes: repository.changes(span).filter(({ kind }) => kind !== 'ejection'),
    others: listOthers(incident, span, repository),
  };
}
const listOthers = (incident, span, repository) =>
  repository
    .incidents(span)
    .filter(
      (other) =>
        other.id !== incident.id &&
        other.mergedIntoId !== incident.id &&
        other.lastFailureAt >= span.from &&
        incident.upstreams.some(({ upstream }) => affectsUpstream(other, upstream)),
    );
const hourMinutes = 60;
/** Quiet time shown after the last failure. */
const quietTailMs = 10 * minuteMs;
