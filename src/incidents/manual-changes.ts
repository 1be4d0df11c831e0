import type { CauseId } from '../diagnose/causes/index.js';
import { unknownCause } from '../diagnose/causes/unknown.js';
import { type AffectedUpstream, mergeUpstreams } from './affected-upstream.js';
import { sumFailureCounts } from './failure-counts.js';
import type { Incident } from './incident.js';
import { pickWorseSeverity } from './severity.js';

/** Two incidents that turned out to be one fault: the one that goes on for both, and the one that is a part of it now. */
export type MergeResult = { readonly parent: Incident; readonly child: Incident };

/** Makes `part` a part of `whole`. */
export function mergeIncidents(parent: Incident, child: Incident, at: number): MergeResult {
  const upstreams = [...mergeUpstreams(parent.upstreams, child.upstreams)].sort(compareFirstFailure);
  return {
    parent: {
      ...parent,
      ...sumFailureCounts([parent, child]),
      upstreams,
      upstream: upstreams[0]?.upstream ?? null,
      service: parent.service === child.service ? parent.service : null,
      // Who is on a part of a fault is on it.
      acknowledgement: parent.acknowledgement ?? child.acknowledgement,
      severity: pickWorseSeverity(parent.severity, child.severity),
      firstFailureAt: Math.min(parent.firstFailureAt, child.firstFailureAt),
      lastFailureAt: Math.max(parent.lastFailureAt, child.lastFailureAt),
      successesSince: parent.successesSince + child.successesSince,
    },
    child: { ...child, mergedIntoId: parent.id, state: resolveAsMerged(child, at) },
  };
}

/** Takes one upstream out of an incident, into one of its own with this row number. Undefined when there is nothing to split. */
export function splitIncident(
  incident: Incident,
  upstream: string | null,
  id: number,
): { readonly left: Incident; readonly own: Incident } | undefined {
  const affected = incident.upstreams.find((candidate) => candidate.upstream === upstream);
  const rest = incident.upstreams.filter((candidate) => candidate !== affected);
  if (affected === undefined || rest.length === 0) return undefined;
  const created = withOnlyUpstreams({ ...incident, id, number: null, service: null, severity: 'minor' }, [
    affected,
  ]);
  return {
    left: withOnlyUpstreams(incident, rest),
    own: { ...created, reopenCount: 0, reopenedAt: null, correctedCause: null, acknowledgement: null },
  };
}

const compareFirstFailure = (a: AffectedUpstream, b: AffectedUpstream) => a.firstFailureAt - b.firstFailureAt;

const resolveAsMerged = ({ state }: Incident, at: number): Incident['state'] =>
  state.type === 'pending'
    ? state
    : {
        type: 'resolved',
        openedAt: state.openedAt,
        resolvedAt: at,
        resolution: 'merged',
        recentFailureTimes: [],
      };

const withOnlyUpstreams = (incident: Incident, upstreams: Incident['upstreams']): Incident => ({
  ...incident,
  ...sumFailureCounts(upstreams),
  upstreams,
  upstream: upstreams[0]?.upstream ?? null,
  firstFailureAt: Math.min(...upstreams.map(({ firstFailureAt }) => firstFailureAt)),
  lastFailureAt: Math.max(...upstreams.map(({ lastFailureAt }) => lastFailureAt)),
  successesSince: upstreams.reduce((sum, { successesSince }) => sum + successesSince, 0),
});

/** The incident when somebody says that it is over. Undefined when it is not open. */
export function resolveIncident(incident: Incident, at: number): Incident | undefined {
  const { state } = incident;
  if (state.type !== 'open') return undefined;
  return {
    ...incident,
    state: {
      type: 'resolved',
      openedAt: state.openedAt,
      resolvedAt: at,
      resolution: 'by-hand',
      recentFailureTimes: [],
    },
  };
}

/** The incident when somebody says what its cause is; null: not the one that names it, and nobody knows which. */
export const correctCause = (incident: Incident, cause: CauseId | null): Incident => ({
  ...incident,
  correctedCause: cause ?? unknownCause.id,
});
