import { sumNumbers } from '../base/format-number.js';
import { mergeFailingRoutes } from './failing-routes.js';
import { countFailed, hasKnownShare, sumFailedShare, sumRecentShare } from './failing-traffic.js';
/** The share of the requests that failed, from first failures to last ones; null where no access log counts them. */
export const measureShare = (upstreams) => measure(upstreams, sumFailedShare);
/** The same in the last 30 s; null when nothing failed in it. */
export const measureRecentShare = (upstreams, now) =>
  measure(upstreams, (traffics) => sumRecentShare(traffics, now));
function measure(upstreams, sum) {
  const counted = upstreams.filter(({ traffic }) => traffic !== null && countFailed(traffic) > 0);
  const traffics = counted.map(({ traffic }) => traffic);
  if (counted.every(({ upstream, traffic }) => upstream !== null && hasKnownShare(traffic)))
    return withRoutes(sum(traffics), null);
  const routes = counted.reduce((merged, { failingRoutes }) => mergeFailingRoutes(merged, failingRoutes), []);
  const ofRoutes = routes.map(({ traffic }) => traffic);
  // A failure of a route that is not known, or not counted, would be a share of nothing.
  const isComplete = countAll(traffics) === sumFailedShare(ofRoutes)?.failed;
  return isComplete ? withRoutes(sum(ofRoutes), [...new Set(routes.map(({ route }) => route))]) : null;
}
const withRoutes = (share, routes) => share && { ...share, routes };
const countAll = (traffics) =>
  sumNumbers(traffics.map((traffic) => (traffic === null ? 0 : countFailed(traffic))));
