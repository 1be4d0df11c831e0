import { addFailedRequest, mergeFailingTraffic, removeFailedRequest } from './failing-traffic.js';

/** Routes remembered per upstream. Good requests to any of them count, so a few are enough to prove recovery. */
const failingRoutesMax = 30;
/** Adds a failure to its route. `resolvedAt` is when its incident was over, null while it is not. */
export function addFailingRoute(routes, failure, resolvedAt) {
  const requested = findRoute(failure);
  if (requested === null) return routes;
  const index = routes.findIndex((known) => isSameRoute(known, requested));
  if (index === -1)
    return routes.length >= failingRoutesMax
      ? routes
      : [...routes, { ...requested, traffic: addFailedRequest(null, failure, resolvedAt) }];
  return routes.map((known, i) =>
    i === index ? { ...known, traffic: addFailedRequest(known.traffic, failure, resolvedAt) } : known,
  );
}
/** Takes a failure back from its route, which stays known. */
export function removeFailingRoute(routes, previous) {
  const requested = findRoute(previous);
  return requested === null
    ? routes
    : routes.map((known) =>
        isSameRoute(known, requested)
          ? { ...known, traffic: removeFailedRequest(known.traffic, previous) }
          : known,
      );
}
/** The failing routes of two upstreams as those of one. */
export function mergeFailingRoutes(a, b) {
  const merged = [...a];
  for (const route of b) {
    const index = merged.findIndex((known) => isSameRoute(known, route));
    const known = merged[index];
    if (known === undefined) merged.push(route);
    else merged[index] = { ...known, traffic: mergeFailingTraffic(known.traffic, route.traffic) };
  }
  return merged.slice(0, failingRoutesMax);
}
/** True when a request was for one of these routes. A host that one of the two records lacks is no contradiction. */
export function isFailingRoute(routes, requested) {
  // Asked of each good request at each incident: a loop, as a function to call would be garbage each time.
  for (const { method, host, route } of routes)
    if (
      route === requested.route &&
      method === requested.method &&
      (host === null || requested.host === null || host === requested.host)
    )
      return true;
  return false;
}
/** The route of a failure; null if no record names it. */
export function findRoute({ request, host, route }) {
  return request === null || route === null ? null : { method: request.method, host, route };
}
const isSameRoute = (a, b) => a.route === b.route && a.method === b.method && a.host === b.host;
