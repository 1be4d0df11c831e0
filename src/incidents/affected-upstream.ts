import type { Failure } from '../diagnose/failure.js';
import {
  adjustFailureCounts,
  emptyFailureCounts,
  type FailureCounts,
  sumFailureCounts,
} from './failure-counts.js';
import {
  type GatewayIsolation,
  isUnaffectedGateway,
  mergeIsolation,
  recordGatewayFailure,
  recordGatewaySuccesses,
  unknownIsolation,
} from './gateway-isolation.js';

/** One upstream of an incident: what it suffered, and how it has fared since. */
export type AffectedUpstream = FailureCounts & {
  readonly upstream: string | null;
  /** The address that failed last. */
  readonly peer: string | null;
  readonly firstFailureAt: number;
  readonly lastFailureAt: number;
  /** Good requests since its last failure. */
  readonly successesSince: number;
  /** When the first of these was served; null while there is none. */
  readonly firstSuccessAt: number | null;
  readonly gatewayIsolation: GatewayIsolation;
  /** The addresses that its failures reached; of more than two it is enough to know two. Empty where one is not told. */
  readonly clients: readonly string[];
};

/** The upstreams that one incident lists. Those beyond it share the last branch: a storm is a storm either way. */
export const affectedUpstreamsMax = 300;

/** A branch without a failure yet. */
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
  firstSuccessAt: null,
  gatewayIsolation: unknownIsolation,
  clients: [],
});

/** Counts a failure at its upstream, which may be new. */
export function recordFailure(
  upstreams: readonly AffectedUpstream[],
  failure: Failure,
): readonly AffectedUpstream[] {
  const index = findUpstreamIndex(upstreams, failure.upstream);
  // One that has been left without failures, as they turned out to be of this one, has had none.
  if (index === -1)
    return [
      ...upstreams.filter(({ causes }) => causes.length > 0),
      recordUpstreamFailure(createAffectedUpstream(failure), failure),
    ];
  return upstreams.map((affected, i) => (i === index ? recordUpstreamFailure(affected, failure) : affected));
}

/** Takes a failure back. An upstream that is left without failures never was a part of it. */
export function retractFailure(
  upstreams: readonly AffectedUpstream[],
  previous: Failure,
): readonly AffectedUpstream[] {
  const index = findUpstreamIndex(upstreams, previous.upstream);
  const updated = upstreams.map((affected, i) =>
    i === index ? { ...affected, ...adjustFailureCounts(affected, previous, -1) } : affected,
  );
  const remaining = updated.filter(({ causes }) => causes.length > 0);
  return remaining.length === 0 ? updated.slice(0, 1) : remaining;
}

/** Good requests on one of them. */
export const recordSuccesses = (
  upstreams: readonly AffectedUpstream[],
  successes: SuccessfulRequests,
): readonly AffectedUpstream[] =>
  upstreams.map((affected) =>
    affected.upstream === successes.upstream ? recordUpstreamSuccesses(affected, successes) : affected,
  );

/** Good requests at one upstream, as far as is known through which gateway. */
export type SuccessfulRequests = {
  readonly at: number;
  readonly upstream: string | null;
  readonly count: number;
  readonly gatewayHost?: string | null;
};

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

function findUpstreamIndex(upstreams: readonly AffectedUpstream[], upstream: string | null): number {
  const index = upstreams.findIndex((affected) => affected.upstream === upstream);
  return index === -1 && upstreams.length >= affectedUpstreamsMax ? upstreams.length - 1 : index;
}

function recordUpstreamSuccesses(
  affected: AffectedUpstream,
  { at, count, gatewayHost = null }: SuccessfulRequests,
): AffectedUpstream {
  const gatewayIsolation =
    at < affected.firstFailureAt
      ? affected.gatewayIsolation
      : recordGatewaySuccesses(affected.gatewayIsolation, gatewayHost, count);
  if (at < affected.lastFailureAt || isUnaffectedGateway(gatewayIsolation, gatewayHost))
    return { ...affected, gatewayIsolation };
  return {
    ...affected,
    gatewayIsolation,
    successesSince: affected.successesSince + count,
    firstSuccessAt: affected.firstSuccessAt ?? at,
  };
}

const recordUpstreamFailure = (affected: AffectedUpstream, failure: Failure): AffectedUpstream => ({
  ...affected,
  ...adjustFailureCounts(affected, failure, 1),
  peer: failure.peer ?? affected.peer,
  // Two logs are read at their own pace, so an older failure may arrive second.
  firstFailureAt: Math.min(affected.firstFailureAt, failure.at),
  lastFailureAt: Math.max(affected.lastFailureAt, failure.at),
  clients: mergeClients(affected.clients, [failure.client ?? '']),
  gatewayIsolation: recordGatewayFailure(affected.gatewayIsolation, failure.gatewayHost),
  ...keepOrResetSuccesses(affected, failure),
});

/**
 * The good requests that count after this failure. The error log is often read behind the access log: a failure from
 * before the first of them, told late, proves nothing against them.
 */
const keepOrResetSuccesses = (
  { successesSince, firstSuccessAt }: AffectedUpstream,
  { at }: Failure,
): Pick<AffectedUpstream, 'successesSince' | 'firstSuccessAt'> =>
  firstSuccessAt !== null && at < firstSuccessAt
    ? { successesSince, firstSuccessAt }
    : { successesSince: 0, firstSuccessAt: null };

const mergeUpstream = (a: AffectedUpstream, b: AffectedUpstream): AffectedUpstream => ({
  ...sumFailureCounts([a, b]),
  upstream: a.upstream,
  peer: a.peer ?? b.peer,
  firstFailureAt: Math.min(a.firstFailureAt, b.firstFailureAt),
  lastFailureAt: Math.max(a.lastFailureAt, b.lastFailureAt),
  clients: mergeClients(a.clients, b.clients),
  gatewayIsolation: mergeIsolation(a.gatewayIsolation, b.gatewayIsolation),
  ...pickSuccesses(a.lastFailureAt > b.lastFailureAt ? a : b),
});

const mergeClients = (a: readonly string[], b: readonly string[]): readonly string[] =>
  [...new Set([...a, ...b])].slice(0, 2);

const pickSuccesses = ({ successesSince, firstSuccessAt }: AffectedUpstream) => ({
  successesSince: successesSince,
  firstSuccessAt: firstSuccessAt,
});

/** The one value that all items have; undefined where they have several, or none. */
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
