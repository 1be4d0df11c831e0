import {
  formatCount,
  formatDuration,
  formatPercent,
  pluralize,
  sumNumbers,
} from '../../base/format-number.js';
import { findCommonFactor } from '../../incidents/common-factor.js';
import {
  countClientImpacting,
  findMixedCauses,
  findRootCause,
  formatIncidentName,
} from '../../incidents/incident.js';
import { bold, code, joinText, personName, text, timestamp } from '../../render/rich-text.js';
import { joinImpact } from './impact.js';
import { formatUpstream, getFaultTitle } from './names.js';
import { describeUpstreamCount, isMultiUpstream, rankUpstreams } from './upstreams.js';
/** `Failing: Upstream refuses connections at api (BG-142)`. */
export const describeIncidentTitle = (summary) =>
  text`${describeState(summary.incident).word}: ${describeFault(summary)} (${formatIncidentName(summary.incident)})`;
/** `Upstream refuses connections at api`. Several upstreams are only counted, as a phone shows two lines. */
export const describeFault = (summary) =>
  describeMaintenance(summary) ?? describeFaultOf(summary.incident, describeUpstreamCount);
/** `Maintenance page at shop.example?`: a status that the gateway sets right behind a reload, for a whole host. */
export function describeMaintenance({ incident, cause, changes, share }) {
  const { upstreams, firstFailureAt } = incident;
  const isBehindReload = changes.some(
    ({ kind, at }) =>
      (kind === 'reload' || kind === 'restart' || kind === 'config') &&
      firstFailureAt - at <= maintenanceMsMax,
  );
  const routes = upstreams.flatMap(({ failingRoutes }) => failingRoutes);
  const [host, ...otherHosts] = new Set(routes.map((route) => route.host));
  const isWholeHost = host !== undefined && host !== null && otherHosts.length === 0 && routes.length > 1;
  const areAll = share === null || share.failed >= share.requests * 0.98;
  return cause.id === 'gateway-returned' && isBehindReload && isWholeHost && areAll
    ? text`Maintenance page at ${host}?`
    : undefined;
}
const maintenanceMsMax = 30_000;
/**
 * The same with upstreams worded by `describe`. A cause that explains less than half of the failures is no name for all
 * of them: `20 upstreams fail for 15 causes`.
 */
export function describeFaultOf(incident, describe) {
  const mixed = findMixedCauses(incident);
  if (mixed === null)
    return text`${getFaultTitle(incident, findRootCause(incident))}${describeLocation(incident, describe)}`;
  const who = hasNoUpstreamName(incident)
    ? text`Requests fail`
    : text`${describe(incident)} ${incident.upstreams.length > 1 ? 'fail' : 'fails'}`;
  return text`${who} for ${mixed.causes} causes`;
}
/** `Upstream refuses connections at api`, with the first upstream alone. */
export const describeFaultAtFirst = (incident) =>
  findMixedCauses(incident) === null
    ? text`${getFaultTitle(incident, findRootCause(incident))} at ${formatUpstream(incident.upstream)}`
    : describeFaultOf(incident, describeUpstreamCount);
/** `Most frequent, 30 of 120 failures:`, before a cause that explains less than half; empty before any other. */
export function describeMixedCauses(incident) {
  const mixed = findMixedCauses(incident);
  if (mixed === null) return [];
  return text`${bold(`${mixed.causes} causes.`)} Most frequent, with ${formatCount(mixed.ofRoot)} of ${formatCount(mixed.failures)} failures: `;
}
/** The message colour of an incident's current state. */
export const getIncidentTone = (incident) => describeState(incident).tone;
/** `Since 09:14 (12 min): 212 requests got 502, 4.1 % of its requests`, or `From 09:14 to 09:26 (12 min)` once resolved. */
export function describeCourse(summary, clock) {
  return text`${describeSpan(summary.incident, clock)}: ${describeReach(summary)}`;
}
/** Top routes, top upstreams or peers, and the changes shortly before, one line each. */
export function describeSurroundings(summary) {
  const { routes, peers, changes, incident, related } = summary;
  return [
    ...describeRanking('Routes', routes, incident),
    ...(isMultiUpstream(incident)
      ? describeRanking('Upstreams', rankUpstreams(incident), incident)
      : describeRanking('Peers', peers, incident)),
    ...changes.slice(0, changesMax).map((change) => describePriorChange(change, incident.firstFailureAt)),
    ...related.nearby.map((other) => describeNearbyIncident(other, incident)),
  ];
}
/** `212 requests got 502, 4.1 % of its requests`: of those to its upstreams from its first failure to its last. */
export const describeReach = ({ incident, visibleByStatus, share, recentShare }) =>
  joinImpact(
    { outcomes: incident.outcomes, visibleByStatus },
    share === null ? undefined : [...describeOwnShare(share), formatRecentShare(recentShare)],
  );
/**
 * `33 % of its requests`, `all but 2 of its 540 requests`: close to all, a percentage hides what still works. Where no
 * record names the upstream, `33 % of the 540 requests for /api/search`.
 */
function describeOwnShare({ failed, requests, routes }) {
  const all = pluralize(requests, 'request');
  const own = routes === null ? text`its ${all}` : text`the ${all} for ${describeRoutes(routes)}`;
  if (failed >= requests)
    return requests === 1 && routes === null ? ['its only request'] : text`all of ${own}`;
  return failed >= requests * nearlyAllMin
    ? text`all but ${formatCount(requests - failed)} of ${own}`
    : text`${formatPercent(failed, requests)} of ${routes === null ? ['its requests'] : own}`;
}
/** `/api/search and /api/pay`, `the 7 routes that fail`. */
const describeRoutes = (routes) =>
  routes.length > routesNamedMax
    ? [`the ${routes.length} routes that fail`]
    : joinText(
        routes.map((route) => [code(route)]),
        ' and ',
      );
const routesNamedMax = 2;
/** ` (last 30 s: 33 %)`; empty where that is not known. */
function formatRecentShare(recent) {
  if (recent === null) return '';
  const { failed, requests } = recent;
  const share =
    failed >= requests
      ? `all ${formatCount(requests)}`
      : failed >= requests * nearlyAllMin
        ? `all but ${formatCount(requests - failed)} of ${formatCount(requests)}`
        : formatPercent(failed, requests);
  return ` (last 30 s: ${share})`;
}
const nearlyAllMin = 0.98;
/** A single affected client may be a scanner, or a load balancer in front of everybody. */
export const describeOnlyClient = ({ soleClient, incident }) =>
  soleClient === null
    ? undefined
    : text`${bold('Single client:')} only ${code(soleClient)} is affected${incident.severity === 'minor' ? '; severity stays minor while others are served' : ', possibly a load balancer'}.`;
/** `Since 09:14 (12 min)`. */
export function describeSpan({ state, firstFailureAt, lastFailureAt }, clock) {
  const since = timestamp(firstFailureAt, clock);
  return state.type === 'resolved'
    ? text`From ${since} to ${timestamp(lastFailureAt, clock)} (${formatDuration(lastFailureAt - firstFailureAt)})`
    : text`Since ${since} (${formatDuration(clock.now - firstFailureAt)})`;
}
/** `Another fault: BG-2, Upstream does not answer in time at search, began 20 s later.` */
function describeNearbyIncident(other, { firstFailureAt }) {
  const apart = formatDuration(Math.abs(other.firstFailureAt - firstFailureAt));
  const when =
    other.lastFailureAt < firstFailureAt
      ? text`failed last ${formatDuration(firstFailureAt - other.lastFailureAt)} before`
      : text`began ${apart} ${other.firstFailureAt < firstFailureAt ? 'before' : 'later'}`;
  return text`${bold('Another fault:')} ${formatIncidentName(other)}, ${describeFaultAtFirst(other)}, ${when}.`;
}
const changesMax = 2;
const rankedMax = 3;
/** ` at api`, worded by `describe`; empty when the log names none of the upstreams. */
export const describeLocation = (incident, describe) =>
  hasNoUpstreamName(incident) ? [] : text` at ${describe(incident)}`;
const hasNoUpstreamName = ({ upstreams }) => upstreams.every(({ upstream }) => upstream === null);
/** The state of an incident as a title word, as a verb for sentences, and as a colour. */
export function describeState({ state, acknowledgement, outcomes }) {
  if (state.type === 'pending') return { word: 'Pending', verb: 'is pending', tone: 'neutral' };
  if (state.type === 'resolved') return resolvedStates[state.resolution];
  if (acknowledgement !== null) return { word: 'Acknowledged', verb: 'is acknowledged', tone: 'warning' };
  const reached = outcomes['client-visible'] + outcomes.truncated > 0;
  return { word: 'Failing', verb: 'is failing', tone: reached ? 'bad' : 'warning' };
}
const resolvedStates = {
  'good-requests': { word: 'Recovered', verb: 'has recovered', tone: 'good' },
  // Green only for a recovery that traffic confirms.
  quiet: { word: 'Quiet', verb: 'has gone quiet', tone: 'neutral' },
  'by-hand': { word: 'Resolved', verb: 'was resolved manually', tone: 'neutral' },
  merged: { word: 'Merged', verb: 'was merged into another incident', tone: 'neutral' },
  retracted: { word: 'Taken back', verb: 'was taken back', tone: 'neutral' },
};
/** The first few, and what they leave out: together all that clients saw of the incident. */
function describeRanking(title, ranked, incident) {
  const impacting = ranked.filter(({ clientImpacting }) => clientImpacting > 0);
  if (impacting.length === 0) return [];
  const shown = impacting.slice(0, rankedMax);
  const items = shown.map(
    ({ key, clientImpacting }) => text`${code(key ?? '')} ${formatCount(clientImpacting)}`,
  );
  const more =
    countClientImpacting(incident) - sumNumbers(shown.map(({ clientImpacting }) => clientImpacting));
  return [
    text`${bold(`${title}:`)} ${joinText(items, ', ')}${more > 0 ? `, others ${formatCount(more)}` : ''}`,
  ];
}
const describePriorChange = (change, before) =>
  text`${bold(`${formatDuration(before - change.at)} before:`)} ${change.message}${describeActor(change)}`;
/** ` by @ada`; empty for a change found in a log. */
export const describeActor = ({ by }) => (by === null ? [] : text` by ${personName(by)}`);
/** `31 good requests on /api/search`: what shows that an incident is over, or that nothing does. */
export function describeSuccesses({ successesSince, upstreams }) {
  if (successesSince === 0) return ['no good request was seen'];
  const routes = [...new Set(upstreams.flatMap(({ successRoutes }) => successRoutes))];
  const counted = pluralize(successesSince, 'good request');
  if (routes.length === 0) return [counted];
  const more = routes.length > successRoutesShownMax ? [' and others'] : [];
  return text`${counted} on ${joinText(
    routes.slice(0, successRoutesShownMax).map((route) => [code(route)]),
    ', ',
  )}${more}`;
}
const successRoutesShownMax = 2;
/** Why an incident counts as resolved. */
export const resolutionReasons = {
  'good-requests': 'requests succeeded and none failed',
  quiet: 'no more failures, but no proof of recovery by good requests',
  'by-hand': 'resolved manually',
  merged: 'merged into another incident',
  retracted: 'the other log shows that these were no failures, or belong to another incident',
};
/** The incidents merged into this one; undefined when there are none. */
export function describeMergedIncidents(children) {
  return children.length === 0
    ? undefined
    : text`Merged into this incident: ${children.slice(0, childrenShownMax).map(formatIncidentName).join(', ')}${children.length > childrenShownMax ? text` and ${children.length - childrenShownMax} more` : ''}.`;
}
/** What the affected upstreams have in common, the first place to look; undefined when nothing is. */
export function describeCommonFactor(incident) {
  const factor = findCommonFactor(incident);
  if (factor === undefined) return undefined;
  // A single upstream has nothing in common with others, but its location helps as much.
  const title = incident.upstreams.length > 1 ? 'In common:' : 'Where:';
  return text`${bold(title)} ${describeFactor(factor)}.`;
}
const childrenShownMax = 5;
function describeFactor(factor) {
  switch (factor.type) {
    case 'machine':
      return text`all are on host ${code(factor.host)}`;
    case 'network':
      return text`all are in network ${code(factor.network)}`;
    case 'domain':
      return text`all names end in ${code(factor.domain)}`;
    case 'gateway':
      return text`only gateway ${code(factor.host)} fails; others reach the same upstreams`;
    case 'shared':
      return [sharedFactorLabels[factor.resource]];
  }
}
const sharedFactorLabels = {
  resolver: 'the DNS resolver',
  certificates: 'the certificates between gateway and upstreams',
  gateway: 'the gateway itself, not the upstreams',
};
