import { mapChanged } from './map-changed.js';
/** The incident with the usual durations of routes that have just begun to fail. The same object if there is none. */
export function withUsualAnswers(incident, { upstream, timing }, durations) {
  const upstreams = mapChanged(incident.upstreams, (affected) => {
    if (affected.upstream !== upstream) return affected;
    const beganAt = affected.firstFailureAt - (timing?.durationMs ?? 0);
    const failingRoutes = mapChanged(affected.failingRoutes, (route) =>
      route.usual === undefined ? { ...route, usual: durations.before(route, beganAt) } : route,
    );
    return failingRoutes === affected.failingRoutes ? affected : { ...affected, failingRoutes };
  });
  return upstreams === incident.upstreams ? incident : { ...incident, upstreams };
}
/**
 * The durations of the routes that fail, with the slowest quantiles; null unless they are known of those with most of the
 * failures.
 */
export function findUsualAnswers({ upstreams }) {
  const routes = upstreams.flatMap(({ failingRoutes }) => failingRoutes);
  const known = routes.flatMap(({ usual, route, traffic }) =>
    usual === undefined || usual === null ? [] : [{ ...usual, route, failed: traffic?.failed ?? 0 }],
  );
  const failed = routes.reduce((sum, { traffic }) => sum + (traffic?.failed ?? 0), 0);
  const knownFailed = known.reduce((sum, route) => sum + route.failed, 0);
  const [first] = known;
  if (first === undefined || knownFailed < failed * knownShareMin) return null;
  return {
    route: routes.every(({ route }) => route === first.route) ? first.route : null,
    answers: known.reduce((sum, { answers }) => sum + answers, 0),
    p50Ms: Math.max(...known.map(({ p50Ms }) => p50Ms)),
    p99Ms: Math.max(...known.map(({ p99Ms }) => p99Ms)),
    headerBytes: known.reduce(
      (largest, { headerBytes }) => (headerBytes === null ? largest : Math.max(largest ?? 0, headerBytes)),
      null,
    ),
  };
}
const knownShareMin = 0.8;
