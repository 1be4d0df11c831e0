import type { Clock } from '../base/calendar.js';
import { dayMs, minuteMs } from '../base/duration.js';
import { findRootCause, type Incident, listUpstreamNames } from '../incidents/incident.js';
import {
  type Dimension,
  type FailureFilter,
  type FileCoverage,
  filterByIncident,
  type Repository,
  type TimeWindow,
} from '../report/repository.js';
import { last24Hours, resolveMoment, resolveWindow } from './language/time-window.js';
import type { QuestionScope, TimeExpression } from './question.js';

/** The basis of an answer: its period, its filter, and how much of the logs was parsed. */
export type QueryScope = {
  readonly window: TimeWindow;
  readonly filter: FailureFilter;
  /** Later than the start of the window when the answer needs individual failures and the older ones are gone. */
  readonly completeSince: number;
  readonly coverage: readonly FileCoverage[];
  /** Time of the first record read, epoch ms; null where all of the logs was read. */
  readonly readSince: number | null;
};

/** The data and the clock of an answer. */
type QueryContext = Clock & { readonly repository: Repository };

/** The first time and the filters of a question; those of the incident when it names one and no time. */
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

/** The scope of a time and a filter. */
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
    readSince: repository.readSince(),
  };
}

/** The scope of an incident: from its first failure to its last (or now), at its upstreams. */
export function resolveIncidentScope(
  incident: Incident,
  filter: FailureFilter,
  { repository, now }: QueryContext,
): QueryScope {
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

/** Finds the incident that a question is about: the named one; at a time that is named, the one of then; else the worst open match, else the newest match. */
export function findIncident(
  scope: QuestionScope,
  { repository, now, timezone }: QueryContext,
): Incident | undefined {
  if (scope.incidentNumber !== null) return repository.incidentByNumber(scope.incidentNumber);
  const upstream = scope.filter.upstream ?? findUpstreamOfPeer(scope.filter, { repository, now, timezone });
  if (upstream === undefined && scope.filter.peers !== undefined) return undefined;
  const filter = upstream === undefined ? scope.filter : { ...scope.filter, upstream };
  const isMatch = (incident: Incident) => isMatchingIncident(incident, filter);
  const [time] = scope.times;
  if (time?.type === 'around') {
    const at = resolveMoment(time, { now, timezone });
    return repository
      .incidents({ from: at - momentToleranceMs, to: at + momentToleranceMs })
      .find((incident) => isMatch(incident) && isFailingAt(incident, at));
  }
  return (
    repository.openIncidents().find(isMatch) ??
    repository.incidents({ from: now - recentIncidentsMs, to: now + 1 }).find(isMatch)
  );
}

/** The upstream that an address belongs to, by its failures; undefined where no address is asked for. */
const findUpstreamOfPeer = (
  { peers }: FailureFilter,
  { repository, now }: QueryContext,
): string | null | undefined =>
  peers === undefined
    ? undefined
    : repository.top('upstream', { from: now - recentIncidentsMs, to: now + 1 }, 1, { peers })[0]?.key;

/** People round the times that they remember. */
const momentToleranceMs = 2 * minuteMs;

const isFailingAt = ({ firstFailureAt, lastFailureAt, state }: Incident, at: number): boolean =>
  at >= firstFailureAt - momentToleranceMs &&
  (state.type === 'open' || at <= lastFailureAt + momentToleranceMs);

/** True when an incident has the upstream and the causes of a filter. Other parts of the filter are ignored. */
export function isMatchingIncident(incident: Incident, { upstream, causes, cause }: FailureFilter): boolean {
  const wantedCauses = causes ?? (cause === undefined ? undefined : [cause]);
  return (
    (upstream === undefined || listUpstreamNames(incident).includes(upstream)) &&
    (wantedCauses === undefined || wantedCauses.includes(findRootCause(incident)))
  );
}

const recentIncidentsMs = 7 * dayMs;

/** Time of the latest change of the kind in `since the deploy`. */
function findChangeAt(time: TimeExpression, repository: Repository, now: number): number | undefined {
  if (time.type !== 'since' || time.start.type !== 'change') return undefined;
  const { changeType } = time.start;
  const changes = repository.changes({ from: now - 4 * recentIncidentsMs, to: now + 1 });
  return changes.filter((change) => change.kind === changeType).at(-1)?.at;
}
