import type { Failure } from '../diagnose/failure.js';

/** A route as clients ask for it. Null host: the log format has none. */
export type RequestedRoute = {
  readonly method: string;
  readonly host: string | null;
  readonly route: string;
};

/** Routes remembered per upstream. Good requests to any of them count, so a few are enough to prove recovery. */
const failingRoutesMax = 30;

/** Adds the route of a failure to those that are known to fail. */
export function addFailingRoute(
  routes: readonly RequestedRoute[],
  { request, host, route }: Pick<Failure, 'request' | 'host' | 'route'>,
): readonly RequestedRoute[] {
  if (request === null || route === null || routes.length >= failingRoutesMax) return routes;
  const { method } = request;
  const isKnown = routes.some(
    (known) => known.route === route && known.method === method && known.host === host,
  );
  return isKnown ? routes : [...routes, { method, host, route }];
}

/** The failing routes of two upstreams as those of one. */
export const mergeFailingRoutes = (
  a: readonly RequestedRoute[],
  b: readonly RequestedRoute[],
): readonly RequestedRoute[] => [...a, ...b].slice(0, failingRoutesMax);

/** True when a request was for one of these routes. A host that one of the two records lacks is no contradiction. */
export const isFailingRoute = (routes: readonly RequestedRoute[], requested: RequestedRoute): boolean =>
  routes.some(
    ({ method, host, route }) =>
      route === requested.route &&
      method === requested.method &&
      (host === null || requested.host === null || host === requested.host),
  );
