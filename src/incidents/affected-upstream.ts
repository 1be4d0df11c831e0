import type { Failure } from '../diagnose/failure.js';
import { addFailedClient } from './client-network.js';
import {
  addFailingRoute,
  type FailingRoute,
  isFailingRoute,
  mergeFailingRoutes,
  type RequestedRoute,
  removeFailingRoute,
} from './failing-routes.js';
import {
  addFailedRequest,
  type FailingTraffic,
  mergeFailingTraffic,
  removeFailedRequest,
} from './failing-traffic.js';
import {
  adjustFailureCounts,
  emptyFailureCounts,
  type FailureCounts,
  sumFailureCounts,
} from './failure-counts.js';
import {
  canBeIsolated,
  type GatewayIsolation,
  isUnaffectedGateway,
  mergeIsolation,
  recordGatewayFailure,
  recordGatewaySuccesses,
  unknownIsolation,
} from './gateway-isolation.js';
import { mapChanged } from './map-changed.js';
import { addStatusCounts, adjustStatusCounts, type StatusCount } from './status-counts.js';

/** One upstream of an incident: its failures, and the successful requests since. */
export type AffectedUpstream = FailureCounts & {
  readonly upstream: string | null;
  /** Address that failed last. */
  readonly peer: string | null;
  readonly firstFailureAt: number;
  readonly lastFailureAt: number;
  /** Successful requests since its last failure, to it or to the routes that failed. */
  readonly successesSince: number;
  /** The routes of those that were counted by route, three at most: their records do not name the upstream. */
  readonly successRoutes: readonly string[];
  /** Time of the first of these; null while there is none. */
  readonly firstSuccessAt: number | null;
  readonly gatewayIsolation: GatewayIsolation;
  /** Some client addresses that its failures reached, of three networks at most. An unknown client is ''. */
  readonly clients: readonly string[];
  /** Routes that failed here, for logs that do not name the upstream of a good request. */
  readonly failingRoutes: readonly FailingRoute[];
  /** Its requests while it failed; null while no failure has an access line. */
  readonly traffic: FailingTraffic | null;
  readonly statuses: readonly StatusCount[];
  /** The most requests in one second of those while it failed; absent where nothing depends on it. */
  readonly busiestSecond?: number;
};

/** Upstreams listed per incident. Failures of further ones are counted at the last: a storm is a storm either way. */
export const affectedUpstreamsMax = 300;

/** An upstream with no failure counted yet. */
export const createAffectedUpstream = ({
  upstream,
  peer,
  at,
}: Pick<Failure, 'upstream' | 'peer' | 'at'>): AffectedUpstream => ({
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
export function recordFailure(
  upstreams: readonly AffectedUpstream[],
  failure: Failure,
  resolvedAt: number | null,
): readonly AffectedUpstream[] {
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
export function retractFailure(
  upstreams: readonly AffectedUpstream[],
  previous: Failure,
): readonly AffectedUpstream[] {
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

/** Successful requests to one upstream; `gatewayHost` is null or absent if no record names the gateway. */
export type SuccessfulRequests = {
  readonly at: number;
  /** Null where the log format does not name it. */
  readonly upstream: string | null;
  /** What was asked for; null or absent if unknown. */
  readonly requested?: RequestedRoute | null;
  readonly count: number;
  readonly gatewayHost?: string | null;
};

/** Counts successful requests at their upstreams. The same array if there are none of its own. */
export const recordSuccesses = (
  upstreams: readonly AffectedUpstream[],
  successes: readonly SuccessfulRequests[],
): readonly AffectedUpstream[] =>
  mapChanged(upstreams, (affected) => recordUpstreamSuccesses(affected, successes));

/** Notes only through which gateways successful requests came. The same array if that tells nothing new. */
export const recordIsolation = (
  upstreams: readonly AffectedUpstream[],
  successes: readonly SuccessfulRequests[],
): readonly AffectedUpstream[] =>
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
const isServedAgain = (
  { upstream, failingRoutes }: AffectedUpstream,
  { upstream: servedBy, requested = null }: SuccessfulRequests,
): boolean =>
  upstream !== null && servedBy !== null
    ? upstream === servedBy
    : requested !== null && isFailingRoute(failingRoutes, requested);

/** Lists these peers under the name of their group. */
export function renameUpstreams(
  upstreams: readonly AffectedUpstream[],
  peers: readonly (string | null)[],
  group: string,
): readonly AffectedUpstream[] {
  const renamed = upstreams.map((affected) =>
    affected.upstream !== null && peers.includes(affected.upstream)
      ? { ...affected, upstream: group }
      : affected,
  );
  return mergeUpstreams([], renamed);
}

/** The upstreams of two incidents as those of one. */
export function mergeUpstreams(
  a: readonly AffectedUpstream[],
  b: readonly AffectedUpstream[],
): readonly AffectedUpstream[] {
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
export function findFailingGateway(upstreams: readonly AffectedUpstream[]): string | undefined {
  const gateway = findOnlyValue(upstreams, ({ gatewayIsolation }) => gatewayIsolation.failingGateways);
  const isolatedCount = upstreams.filter(({ gatewayIsolation }) => gatewayIsolation.isIsolated).length;
  return isolatedCount * 2 >= upstreams.length ? gateway : undefined;
}

/** The value that all items share; undefined if they have several, or none. */
export function findOnlyValue<Item>(
  items: readonly Item[],
  listValues: (item: Item) => readonly string[],
): string | undefined {
  let onlyValue: string | undefined;
  for (const item of items) {
    for (const value of listValues(item)) {
      if (onlyValue !== undefined && value !== onlyValue) return undefined;
      onlyValue = value;
    }
  }
  return onlyValue;
}

function findUpstreamIndex(upstreams: readonly AffectedUpstream[], upstream: string | null): number {
  const index = upstreams.findIndex((affected) => affected.upstream === upstream);
  return index === -1 && upstreams.length >= affectedUpstreamsMax ? upstreams.length - 1 : index;
}

const recordUpstreamFailure = (
  affected: AffectedUpstream,
  failure: Failure,
  resolvedAt: number | null,
): AffectedUpstream => ({
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
const keepOrResetSuccesses = (
  { successesSince, successRoutes, firstSuccessAt }: AffectedUpstream,
  { at }: Failure,
): Pick<AffectedUpstream, 'successesSince' | 'successRoutes' | 'firstSuccessAt'> =>
  firstSuccessAt !== null && at < firstSuccessAt
    ? { successesSince, successRoutes, firstSuccessAt }
    : { successesSince: 0, successRoutes: [], firstSuccessAt: null };

function recordUpstreamSuccesses(
  affected: AffectedUpstream,
  successes: readonly SuccessfulRequests[],
): AffectedUpstream {
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
const isolateGateway = (
  { firstFailureAt }: AffectedUpstream,
  isolation: GatewayIsolation,
  { at, gatewayHost = null, count }: SuccessfulRequests,
): GatewayIsolation =>
  at < firstFailureAt ? isolation : recordGatewaySuccesses(isolation, gatewayHost, count);

const mergeUpstream = (a: AffectedUpstream, b: AffectedUpstream): AffectedUpstream => {
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
const mergeFirst = (a: readonly string[], b: readonly string[], textsMax: number): readonly string[] =>
  [...new Set([...a, ...b])].slice(0, textsMax);

/** One more than messages name, so that they can say that there are others. */
const successRoutesMax = 3;
