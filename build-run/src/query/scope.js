import { dayMs } from '../base/duration.js';
import { findRootCause, listUpstreamNames } from '../incidents/incident.js';
import { filterByIncident } from '../report/repository.js';
import { last24Hours, resolveWindow } from './language/time-window.js';
/** The first time and the filters of a question; those of the incident when it names one and no time. */
export function resolveScope(scope, place, dimension, defaultTime = last24Hours) {
  const { repository } = place;
  const incident =
    scope.incidentNumber === null ? undefined : repository.incidentByNumber(scope.incidentNumber);
  if (incident !== undefined && scope.times.length === 0)
    return resolveIncidentScope(incident, scope.filter, place);
  return resolveTimeScope(scope.times[0] ?? defaultTime, scope.filter, place, dimension);
}
/** The scope of a time and a filter. */
export function resolveTimeScope(time, filter, { repository, ...clock }, dimension) {
  const window = resolveWindow(time, clock, findChangeAt(time, repository, clock.now));
  return {
    window,
    filter,
    completeSince: repository.completeSince(window.span, filter, dimension),
    coverage: repository.coverage(),
    readSince: repository.readSince(),
  };
}
/** The scope of an incident: from its first failure to its last (or now), at its upstreams. */
export function resolveIncidentScope(incident, filter, { repository, now }) {
  const { firstFailureAt, lastFailureAt, number, state } = incident;
  const to = state.type === 'open' ? now : lastFailureAt + 1;
  const window = { span: { from: firstFailureAt, to }, label: number === null ? 'it' : `BG-${number}` };
  const narrowed = filter.upstream === undefined ? { ...filterByIncident(incident), ...filter } : filter;
  return {
    window,
    filter: narrowed,
    completeSince: repository.completeSince(window.span, narrowed),
    coverage: repository.coverage(),
    readSince: repository.readSince(),
  };
}
/** Finds the incident that a question is about: the named one, else the worst open match, else the newest match. */
export function findIncident(scope, { repository, now }) {
  if (scope.incidentNumber !== null) return repository.incidentByNumber(scope.incidentNumber);
  const isMatch = (incident) => isMatchingIncident(incident, scope.filter);
  return (
    repository.openIncidents().find(isMatch) ??
    repository.incidents({ from: now - recentIncidentsMs, to: now + 1 }).find(isMatch)
  );
}
/** True when an incident has the upstream and the causes of a filter. Other parts of the filter are ignored. */
export function isMatchingIncident(incident, { upstream, causes, cause }) {
  const wantedCauses = causes ?? (cause === undefined ? undefined : [cause]);
  return (
    (upstream === undefined || listUpstreamNames(incident).includes(upstream)) &&
    (wantedCauses === undefined || wantedCauses.includes(findRootCause(incident)))
  );
}
const recentIncidentsMs = 7 * dayMs;
/** Time of the latest change of the kind in `since the deploy`. */
function findChangeAt(time, repository, now) {
  if (time.type !== 'since' || time.start.type !== 'change') return undefined;
  const { changeType } = time.start;
  const changes = repository.changes({ from: now - 4 * recentIncidentsMs, to: now + 1 });
  return changes.filter((change) => change.kind === changeType).at(-1)?.at;
}
