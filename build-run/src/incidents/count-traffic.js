import { countRequests, hasKnownShare } from './failing-traffic.js';
import { mapChanged } from './map-changed.js';
import { keptMs } from './recent-times.js';
/** Counts the latest requests to the upstreams and routes of an incident. The same object if there are none. */
export function countIncidentRequests(incident, latest) {
  const isShared = findSharedRoutes(incident);
  const upstreams = mapChanged(incident.upstreams, (affected) => countAtUpstream(affected, isShared, latest));
  return upstreams === incident.upstreams ? incident : { ...incident, upstreams };
}
/** True if one more request counts, not only those since the last failure. */
export const hasNewTraffic = ({ upstreams }, previous) =>
  upstreams.some((affected, index) => {
    const before = previous.upstreams[index];
    return (
      affected.traffic?.counted?.requests !== before?.traffic?.counted?.requests ||
      affected.failingRoutes.some(
        ({ traffic }, route) =>
          traffic?.counted?.requests !== before?.failingRoutes[route]?.traffic?.counted?.requests,
      )
    );
  });
/**
 * The incident with the busiest second of upstreams that no port is left for: so many connections have to be kept. The same
 * object if none was busier.
 */
export function noteBusiestSecond(incident, latest) {
  const upstreams = mapChanged(incident.upstreams, (affected) => {
    if (!affected.causes.some(({ cause }) => cause === 'ports-exhausted')) return affected;
    const busiestSecond = latest.countBusiestSecond(affected.upstream);
    return busiestSecond > (affected.busiestSecond ?? 0) ? { ...affected, busiestSecond } : affected;
  });
  return upstreams === incident.upstreams ? incident : { ...incident, upstreams };
}
function countAtUpstream(affected, isShared, { latest, latestByRoute }) {
  const { upstream } = affected;
  const traffic =
    affected.traffic &&
    countRequests(affected.traffic, {
      requests: latest.requests.of(upstream),
      failed: latest.failed.of(upstream),
    });
  if (upstream !== null && hasKnownShare(traffic))
    return traffic === affected.traffic ? affected : { ...affected, traffic };
  const countedTo = affected.traffic?.counted?.to ?? -Infinity;
  const failingRoutes = mapChanged(affected.failingRoutes, (route) =>
    countAtRoute(route, isShared, countedTo, latestByRoute),
  );
  return traffic === affected.traffic && failingRoutes === affected.failingRoutes
    ? affected
    : { ...affected, traffic, failingRoutes };
}
function countAtRoute(route, isShared, countedTo, latest) {
  const { traffic } = route;
  if (traffic === null) return route;
  // Records named the upstream until now: the first requests for the route are forgotten.
  if (traffic.counted === null && traffic.from < countedTo - keptMs) return route;
  const requests = latest.requests.of(route, isShared, traffic.from);
  const failed = latest.failed.of(route, isShared, traffic.from);
  if (requests === null || failed === null) return traffic.counted === null ? route : forgetCount(route);
  const counted = countRequests(traffic, { requests, failed });
  return counted === traffic ? route : { ...route, traffic: counted };
}
/** Tells the routes that fail at several hosts. Found out when it is first asked: most records name upstreams. */
function findSharedRoutes({ upstreams }) {
  let shared;
  return (asked) => {
    shared ??= listSharedRoutes(upstreams);
    return shared.has(asked);
  };
}
function listSharedRoutes(upstreams) {
  const hosts = new Map();
  const shared = new Set();
  for (const { failingRoutes } of upstreams)
    for (const { route, host } of failingRoutes) {
      const known = hosts.get(route);
      if (known === undefined) hosts.set(route, host);
      else if (known !== host) shared.add(route);
    }
  return shared;
}
/** A count that missed requests is none. */
const forgetCount = (route) => ({
  ...route,
  traffic: route.traffic && { ...route.traffic, counted: null },
});
