import { matchesWildcard } from '../base/wildcard.js';
import { findRootCause, listUpstreamNames } from '../incidents/incident.js';
import { latestFailuresMax, rankValues } from '../report/summary/incident.js';
import { findSilenceWindows, isSilenceActive } from './silence-schedule.js';
/** Returns the silence that covers the whole incident now; of several, the one that ends last. */
export function findCoveringSilence(target, silences, now) {
  const covering = silences.filter(
    (silence) => isSilenceActive(silence, now) && matchesTarget(silence.matcher, target),
  );
  const toEndAt = (silence) => findSilenceWindows(silence, now).latest?.to ?? 0;
  return covering.sort((a, b) => toEndAt(b) - toEndAt(a))[0];
}
/** `active` when a silence covers the target now; `ended` when the last one ended after `beganAt`. */
export function findSilenceState(target, silences, beganAt, now) {
  const covering = silences.filter(({ matcher }) => matchesTarget(matcher, target));
  if (covering.some((silence) => isSilenceActive(silence, now))) return 'active';
  const hasEnded = (silence) => {
    const { latest } = findSilenceWindows(silence, now);
    return latest !== undefined && latest.to > beganAt && latest.to <= now;
  };
  return covering.some(hasEnded) ? 'ended' : 'none';
}
/** True when the matcher covers everything the incident affects: a silence for one of twelve upstreams does not. */
export function matchesTarget(matcher, { upstreams, cause, routes, gateways }) {
  switch (matcher.type) {
    case 'all':
      return true;
    case 'cause':
      return matcher.cause === cause;
    case 'upstream':
      return matchesEvery(
        upstreams,
        (upstream) => upstream !== null && matchesWildcard(matcher.upstream, upstream),
      );
    case 'route':
      return matchesEvery(routes, (route) => matchesWildcard(matcher.route, route));
    case 'gateway':
      return matchesEvery(gateways, (gateway) => gateway === matcher.gateway);
  }
}
const matchesEvery = (items, predicate) => items.length > 0 && items.every(predicate);
/** Returns the attributes of an incident that a silence can match. */
export function buildSilenceTarget(incident, repository, now) {
  const routes = rankValues(incident, 'route', repository, now, silenceRoutesMax);
  return {
    upstreams: listUpstreamNames(incident),
    cause: findRootCause(incident),
    routes: routes.flatMap(({ key }) => key ?? []),
    gateways: [
      ...new Set(repository.latestFailures(incident, latestFailuresMax).map(({ gateway }) => gateway)),
    ],
  };
}
/** An incident with more routes than this is not about single routes. */
export const silenceRoutesMax = 100;
