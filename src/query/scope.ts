import type { Clock } from '../base/calendar.js';
import { dayMs } from '../base/duration.js';
import { findRootCause, type Incident, listUpstreamNames } from '../incidents/incident.js';
import {
  type Dimension,
  type FailureFilter,
  type FileCoverage,
  filterByUpstreams,
  type Repository,
  type TimeWindow,
} from '../report/repository.js';
import { last24Hours, resolveWindow } from './language/time-window.js';
import type { QuestionScope, TimeExpression } from './question.js';

/** What an answer was counted from: which time, which failures, how much of the logs. */
export type QueryScope = {
  readonly window: TimeWindow;
  readonly filter: FailureFilter;
  /** Later than the window begins where only single failures tell, and those are too many or gone. */
  readonly completeSince: number;
  readonly coverage: readonly FileCoverage[];
};

/** Where an answer is looked for. */
type QueryContext = Clock & { readonly repository: Repository };

/** The first time and all filters that a question names; the incident's own where it names one. */
export function resolveScope(
  scope: QuestionScope,
  place: QueryContext,
  dimension?: Dimension,
  defaultTime: TimeExpression = last24Hours,
): QueryScope {
  const { repository } = place;
  const incident =
    scope.incidentNumber === null ? undefined : repository.incidentByNumber(scope.incidentNumber);
  if (incident !== undefined && scope.times.length === 0)
    return resolveIncidentScope(incident, scope.filter, place);
  return resolveTimeScope(scope.times[0] ?? defaultTime, scope.filter, place, dimension);
}

/** The scope of one time. */
export function resolveTimeScope(
  time: TimeExpression,
  filter: FailureFilter,
  { repository, ...clock }: QueryContext,
  dimension?: Dimension,
): QueryScope {
  const window = resolveWindow(time, clock, findChangeAt(time, repository, clock.now));
  return {
    window,
    filter,
    completeSince: repository.completeSince(window.span, filter, dimension),
    coverage: repository.coverage(),
  };
}

/** From an incident's first failure until its last, at the upstreams that it hits. */
export function resolveIncidentScope(
  incident: Incident,
  filter: FailureFilter,
  { repository, now }: QueryContext,
): QueryScope {
  const { firstFailureAt, lastFailureAt, number, state } = incident;
  const to = state.type === 'open' ? now : lastFailureAt + 1;
  const window = { span: { from: firstFailureAt, to }, label: number === null ? 'it' : `BG-${number}` };
  const narrowed =
    filter.upstream === undefined ? { ...filterByUpstreams(listUpstreamNames(incident)), ...filter } : filter;
  return {
    window,
    filter: narrowed,
    completeSince: repository.completeSince(window.span, narrowed),
    coverage: repository.coverage(),
  };
}

/** The incident that a question is about: the one it names, else the worst open one that fits, else the newest. */
export function findIncident(scope: QuestionScope, { repository, now }: QueryContext): Incident | undefined {
  if (scope.incidentNumber !== null) return repository.incidentByNumber(scope.incidentNumber);
  const isMatch = (incident: Incident) => isMatchingIncident(incident, scope.filter);
  return (
    repository.openIncidents().find(isMatch) ??
    repository.incidents({ from: now - recentIncidentsMs, to: now + 1 }).find(isMatch)
  );
}

/** True when an incident has to do with what is asked about, as far as an incident tells. */
export function isMatchingIncident(incident: Incident, { upstream, causes, cause }: FailureFilter): boolean {
  const wantedCauses = causes ?? (cause === undefined ? undefined : [cause]);
  return (
    (upstream === undefined || listUpstreamNames(incident).includes(upstream)) &&
    (wantedCauses === undefined || wantedCauses.includes(findRootCause(incident)))
  );
}

const recentIncidentsMs = 7 * dayMs;

/** The latest change of the kind that a time begins with. */
function findChangeAt(time: TimeExpression, repository: Repository, now: number): number | undefined {
  if (time.type !== 'since' || time.start.type !== 'change') return undefined;
  const { changeType } = time.start;
  const changes = repository.changes({ from: now - 4 * recentIncidentsMs, to: now + 1 });
  return changes.filter((change) => change.kind === changeType).at(-1)?.at;
}
