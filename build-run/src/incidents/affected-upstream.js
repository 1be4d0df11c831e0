import { addFailedClient } from './client-network.js';
import { addFailingRoute, isFailingRoute, mergeFailingRoutes, removeFailingRoute } from './failing-routes.js';
import { addFailedRequest, mergeFailingTraffic, removeFailedRequest } from './failing-traffic.js';
import { adjustFailureCounts, emptyFailureCounts, sumFailureCounts } from './failure-counts.js';
import {
  canBeIsolated,
  isUnaffectedGateway,
  mergeIsolation,
  recordGatewayFailure,
  recordGatewaySuccesses,
  unknownIsolation,
} from './gateway-isolation.js';
import { mapChanged } from './map-changed.js';
import { addStatusCounts, adjustStatusCounts } from './status-counts.js';
/** Upstreams listed per incident. Failures of further ones are counted at the last: a storm is a storm either way. */
export const affectedUpstreamsMax = 300;
/** An upstream with no failure counted yet. */
export const createAffectedUpstream = ({ upstream, peer, at }) => ({
  ...emptyFailureCounts,
  upstream,
  peer,
  firstFailureAt: at,
  lastFailureAt: at,
  successesSince: 0,
  successRoutes: [],
  firstSuccessAt: null,
  gatewayIsolation: unknownIsolation,
  clients: [],
  failingRoutes: [],
  traffic: null,
  statuses: [],
});
/** Counts a failure at its upstream, which may be new. `resolvedAt`: when the incident was over, null while it is not. */
export function recordFailure(upstreams, failure, resolvedAt) {
  const index = findUpstreamIndex(upstreams, failure.upstream);
  // Drop an upstream without failures: they were amended, and belong to the new one.
  if (index === -1)
    return [
      ...upstreams.filter(({ causes }) => causes.length > 0),
      recordUpstreamFailure(createAffectedUpstream(failure), failure, resolvedAt),
    ];
  return upstreams.map((affected, i) =>
    i === index ? recordUpstreamFailure(affected, failure, resolvedAt) : affected,
  );
}
/**
 * Takes a counted failure back. An upstream left without failures was never affected, and goes unless it is the
 * last.
 */
export function retractFailure(upstreams, previous) {
  const index = findUpstreamIndex(upstreams, previous.upstream);
  const updated = upstreams.map((affected, i) =>
    i === index
      ? {
          ...affected,
          ...adjustFailureCounts(affected, previous, -1),
          failingRoutes: removeFailingRoute(affected.failingRoutes, previous),
          traffic: removeFailedRequest(affected.traffic, previous),
          statuses: adjustStatusCounts(affected.statuses, previous, -1),
        }
      : affected,
  );
  const remaining = updated.filter(({ causes }) => causes.length > 0);
  return remaining.length === 0 ? updated.slice(0, 1) : remaining;
}
/** Counts successful requests at their upstreams. The same array if there are none of its own. */
export const recordSuccesses = (upstreams, successes) =>
  mapChanged(upstreams, (affected) => recordUpstreamSuccesses(affected, successes));
/** Notes only through which gateways successful requests came. The same array if that tells nothing new. */
export const recordIsolation = (upstreams, successes) =>
  mapChanged(upstreams, (affected) => {
    let { gatewayIsolation } = affected;
    if (!canBeIsolated(gatewayIsolation)) return affected;
    for (const success of successes) {
      const isolation = isolateGateway(affected, gatewayIsolation, success);
      if (isolation !== gatewayIsolation && isServedAgain(affected, success)) gatewayIsolation = isolation;
    }
    return gatewayIsolation === affected.gatewayIsolation ? affected : { ...affected, gatewayIsolation };
  });
/**
 * True when successful requests show that this upstream serves again: they name it, or were for a route that failed here
 * where the good or the bad records name no upstream, as with the `combined` format and with `return 503`.
 */
const isServedAgain = ({ upstream, failingRoutes }, { upstream: servedBy, requested = null }) =>
  upstream !== null && servedBy !== null
    ? upstream === servedBy
    : requested !== null && isFailingRoute(failingRoutes, requested);
/** Lists these peers under the name of their group. */
export function renameUpstreams(upstreams, peers, group) {
  const renamed = upstreams.map((affected) =>
    affected.upstream !== null && peers.includes(affected.upstream)
      ? { ...affected, upstream: group }
      : affected,
  );
  return mergeUpstreams([], renamed);
}
/** The upstreams of two incidents as those of one. */
export function mergeUpstreams(a, b) {
  const merged = [...a];
  for (const affected of b) {
    const index = findUpstreamIndex(merged, affected.upstream);
    const existing = merged[index];
    if (existing === undefined) merged.push(affected);
    else merged[index] = mergeUpstream(existing, affected);
  }
  return merged;
}
/** The only gateway host through which these upstreams fail, once other gateways are known to reach most of them. */
export function findFailingGateway(upstreams) {
  const gateway = findOnlyValue(upstreams, ({ gatewayIsolation }) => gatewayIsolation.failingGateways);
  const isolatedCount = upstreams.filter(({ gatewayIsolation }) => gatewayIsolation.isIsolated).length;
  return isolatedCount * 2 >= upstreams.length ? gateway : undefined;
}
/** The value that all items share; undefined if they have several, or none. */
export function findOnlyValue(items, listValues) {
  let onlyValue;
  for (const item of items) {
    for (const value of listValues(item)) {
      if (onlyValue !== undefined && value !== onlyValue) return undefined;
      onlyValue = value;
    }
  }
  return onlyValue;
}
function findUpstreamIndex(upstreams, upstream) {
  const index = upstreams.findIndex((affected) => affected.upstream === upstream);
  return index === -1 && upstreams.length >= affectedUpstreamsMax ? upstreams.length - 1 : index;
}
const recordUpstreamFailure = (affected, failure, resolvedAt) => ({
  ...affected,
  ...adjustFailureCounts(affected, failure, 1),
  peer: failure.peer ?? affected.peer,
  // Logs are read independently, so an older failure may arrive second.
  firstFailureAt: Math.min(affected.firstFailureAt, failure.at),
  lastFailureAt: Math.max(affected.lastFailureAt, failure.at),
  clients: addFailedClient(affected.clients, failure.client ?? ''),
  failingRoutes: addFailingRoute(affected.failingRoutes, failure, resolvedAt),
  traffic: addFailedRequest(affected.traffic, failure, resolvedAt),
  statuses: adjustStatusCounts(affected.statuses, failure, 1),
  gatewayIsolation: recordGatewayFailure(affected.gatewayIsolation, failure.gatewayHost),
  ...keepOrResetSuccesses(affected, failure),
});
/**
 * The successes that still count after this failure. The error log is often read behind the access log: a failure
 * from before the first success, read late, does not disprove it.
 */
const keepOrResetSuccesses = ({ successesSince, successRoutes, firstSuccessAt }, { at }) =>
  firstSuccessAt !== null && at < firstSuccessAt
    ? { successesSince, successRoutes, firstSuccessAt }
    : { successesSince: 0, successRoutes: [], firstSuccessAt: null };
function recordUpstreamSuccesses(affected, successes) {
  let { gatewayIsolation, successesSince, successRoutes, firstSuccessAt } = affected;
  for (const success of successes) {
    if (!isServedAgain(affected, success)) continue;
    const { at, upstream, requested = null, count, gatewayHost = null } = success;
    gatewayIsolation = isolateGateway(affected, gatewayIsolation, success);
    if (at < affected.lastFailureAt || isUnaffectedGateway(gatewayIsolation, gatewayHost)) continue;
    successesSince += count;
    firstSuccessAt ??= at;
    const isNamed = upstream !== null && upstream === affected.upstream;
    if (requested !== null && !isNamed && successRoutes.length < successRoutesMax)
      successRoutes = mergeFirst(successRoutes, [requested.route], successRoutesMax);
  }
  return successesSince === affected.successesSince && gatewayIsolation === affected.gatewayIsolation
    ? affected
    : { ...affected, gatewayIsolation, successesSince, successRoutes, firstSuccessAt };
}
/** The isolation after these successes; those before the first failure show nothing. */
const isolateGateway = ({ firstFailureAt }, isolation, { at, gatewayHost = null, count }) =>
  at < firstFailureAt ? isolation : recordGatewaySuccesses(isolation, gatewayHost, count);
const mergeUpstream = (a, b) => {
  const { successesSince, successRoutes, firstSuccessAt } = a.lastFailureAt > b.lastFailureAt ? a : b;
  return {
    ...sumFailureCounts([a, b]),
    upstream: a.upstream,
    peer: a.peer ?? b.peer,
    firstFailureAt: Math.min(a.firstFailureAt, b.firstFailureAt),
    lastFailureAt: Math.max(a.lastFailureAt, b.lastFailureAt),
    clients: b.clients.reduce(addFailedClient, a.clients),
    gatewayIsolation: mergeIsolation(a.gatewayIsolation, b.gatewayIsolation),
    failingRoutes: mergeFailingRoutes(a.failingRoutes, b.failingRoutes),
    traffic: mergeFailingTraffic(a.traffic, b.traffic),
    statuses: addStatusCounts(a.statuses, b.statuses),
    successesSince,
    successRoutes,
    firstSuccessAt,
  };
};
/** The first distinct texts of both. */
const mergeFirst = (a, b, textsMax) => [...new Set([...a, ...b])].slice(0, textsMax);
/** One more than messages name, so that they can say that there are others. */
const successRoutesMax = 3;
