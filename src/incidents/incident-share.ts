import { sumNumbers } from '../base/format-number.js';
import type { AffectedUpstream } from './affected-upstream.js';
import { type FailingRoute, mergeFailingRoutes } from './failing-routes.js';
import {
  countFailed,
  type FailedShare,
  type FailingTraffic,
  hasKnownShare,
  sumFailedShare,
  sumRecentShare,
} from './failing-traffic.js';

/** What fails of an incident's requests: of those to its upstreams or, where records name none, for its routes. */
export type IncidentShare = FailedShare & {
  /** The routes of which these are the requests; null: the upstreams. */
  readonly routes: readonly string[] | null;
};

/** The share of the requests that failed, from first failures to last ones; null where no access log counts them. */
export const measureShare = (upstreams: readonly AffectedUpstream[]): IncidentShare | null =>
  measure(upstreams, sumFailedShare);

/** The same in the last 30 s; null when nothing failed in it. */
export const measureRecentShare = (
  upstreams: readonly AffectedUpstream[],
  now: number,
): IncidentShare | null => measure(upstreams, (traffics) => sumRecentShare(traffics, now));

function measure(
  upstreams: readonly AffectedUpstream[],
  sum: (traffics: readonly (FailingTraffic | null)[]) => FailedShare | null,
): IncidentShare | null {
  const counted = upstreams.filter(({ traffic }) => traffic !== null && countFailed(traffic) > 0);
  const traffics = counted.map(({ traffic }) => traffic);
  if (counted.every(({ upstream, traffic }) => upstream !== null && hasKnownShare(traffic)))
    return withRoutes(sum(traffics), null);
  const routes = counted.reduce<readonly FailingRoute[]>(
    (merged, { failingRoutes }) => mergeFailingRoutes(merged, failingRoutes),
    [],
  );
  const ofRoutes = routes.map(({ traffic }) => traffic);
  // A failure of a route that is not known, or not counted, would be a share of nothing.
  const isComplete = countAll(traffics) === sumFailedShare(ofRoutes)?.failed;
  return isComplete ? withRoutes(sum(ofRoutes), [...new Set(routes.map(({ route }) => route))]) : null;
}

const withRoutes = (share: FailedShare | null, routes: readonly string[] | null): IncidentShare | null =>
  share && { ...share, routes };

const countAll = (traffics: readonly (FailingTraffic | null)[]): number =>
  sumNumbers(traffics.map((traffic) => (traffic === null ? 0 : countFailed(traffic))));
