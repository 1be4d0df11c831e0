import { type Failure, isClientImpacting } from '../diagnose/failure.js';
import {
  type AffectedUpstream,
  createAffectedUpstream,
  recordFailure,
  recordSuccesses,
  retractFailure,
  type SuccessfulRequests,
} from './affected-upstream.js';
import { adjustFailureCounts, noOutcomes } from './failure-counts.js';
import type { Incident, IncidentId, IncidentRules, RecoveryRule, Resolution } from './incident.js';
import { isMoreSevere, type Severity } from './severity.js';

/** All that can happen to an incident. */
export type IncidentSignal =
  /** `held`: whatever the count, there is a reason not to wake anybody, such as that this is the usual rate. */
  | { readonly type: 'failed'; readonly failure: Failure; readonly isBelowThreshold?: boolean }
  /** Later lines told more about a failure that was counted, perhaps also the name of its upstream. */
  | { readonly type: 'amended'; readonly failure: Failure; readonly previous: Failure }
  /** Later lines told that a failure belongs to another incident. */
  | { readonly type: 'retracted'; readonly previous: Failure }
  /** Good requests, one or several. */
  | ({ readonly type: 'succeeded' } & SuccessfulRequests)
  | { readonly type: 'graded'; readonly severity: Severity }
  | { readonly type: 'evaluated'; readonly now: number };

/** The incident after a signal. Its number is given by whoever counts incidents, when `state` has become open. */
export function advanceIncident(incident: Incident, signal: IncidentSignal, rules: IncidentRules): Incident {
  switch (signal.type) {
    case 'failed':
      return advanceOnFailure(incident, signal.failure, rules, signal.isBelowThreshold === true);
    case 'amended':
      return amendFailure(incident, signal.failure, signal.previous);
    case 'retracted':
      return revertFailureCounts(incident, signal.previous);
    case 'succeeded':
      return withUpstreams(incident, recordSuccesses(incident.upstreams, signal));
    case 'graded':
      return isMoreSevere(signal.severity, incident.severity)
        ? { ...incident, severity: signal.severity }
        : incident;
    case 'evaluated':
      return evaluateRecovery(incident, signal.now, rules);
  }
}

/** An incident that begins with this failure: watched, not yet open. */
export const createIncident = (
  id: IncidentId,
  failure: Failure,
  service: string | null = null,
): Incident => ({
  id,
  number: null,
  upstream: failure.upstream,
  upstreams: [createAffectedUpstream(failure)],
  service,
  causes: [],
  state: { type: 'pending', recentFailureTimes: [] },
  severity: 'minor',
  reopenCount: 0,
  reopenedAt: null,
  firstFailureAt: failure.at,
  lastFailureAt: failure.at,
  outcomes: noOutcomes,
  successesSince: 0,
  acknowledgement: null,
  correctedCause: null,
  mergedIntoId: null,
});

function advanceOnFailure(
  incident: Incident,
  failure: Failure,
  rules: IncidentRules,
  isBelowThreshold: boolean,
): Incident {
  const { opening, recovery } = rules;
  const updated = addFailure(incident, failure);
  const { state } = incident;
  if (state.type === 'open' || !isClientImpacting(failure)) return updated;
  if (state.type === 'resolved' && failure.at - state.resolvedAt > recovery.reopenMs) return updated;

  const recentFailureTimes = [...state.recentFailureTimes, failure.at]
    .filter((at) => at > updated.lastFailureAt - opening.windowMs)
    .slice(-opening.failuresMin);
  if (recentFailureTimes.length < opening.failuresMin || isBelowThreshold)
    return { ...updated, state: { ...state, recentFailureTimes } };
  if (state.type === 'pending')
    return { ...updated, state: { type: 'open', openedAt: updated.lastFailureAt } };
  const reopened = { ...updated, state: { type: 'open', openedAt: state.openedAt } } as const;
  // Logs are read at their own pace: what failed before it was over was no coming back.
  return failure.at > state.resolvedAt ? reopenIncident(reopened, failure.at - state.resolvedAt) : reopened;
}

/** Whoever was on it may be asleep by now, unless it was gone for a moment only. */
const reopenIncident = (incident: Incident, goneMs: number): Incident => ({
  ...incident,
  reopenCount: incident.reopenCount + 1,
  reopenedAt: incident.lastFailureAt,
  acknowledgement: goneMs < acknowledgementKeptMs ? incident.acknowledgement : null,
});

const acknowledgementKeptMs = 600_000;

const addFailure = (incident: Incident, failure: Failure): Incident => ({
  ...applyFailureCounts(incident, failure),
  // Two logs are read at their own pace, so an older failure may arrive second.
  firstFailureAt: Math.min(incident.firstFailureAt, failure.at),
  lastFailureAt: Math.max(incident.lastFailureAt, failure.at),
});

const applyFailureCounts = (incident: Incident, failure: Failure): Incident =>
  withUpstreams(
    { ...incident, ...adjustFailureCounts(incident, failure, 1) },
    recordFailure(incident.upstreams, failure),
  );

const revertFailureCounts = (incident: Incident, previous: Failure): Incident =>
  withUpstreams(
    { ...incident, ...adjustFailureCounts(incident, previous, -1) },
    retractFailure(incident.upstreams, previous),
  );

function amendFailure(incident: Incident, failure: Failure, previous: Failure): Incident {
  const isBare = failure.upstream === failure.peer;
  return {
    ...applyFailureCounts(revertFailureCounts(incident, previous), failure),
    service: isBare ? incident.service : null,
  };
}

/** The incident with these branches, and what follows from them. */
const withUpstreams = (incident: Incident, upstreams: readonly AffectedUpstream[]): Incident => ({
  ...incident,
  upstreams,
  upstream: upstreams[0]?.upstream ?? null,
  successesSince: upstreams.reduce((sum, { successesSince }) => sum + successesSince, 0),
});

function evaluateRecovery(incident: Incident, now: number, rules: IncidentRules): Incident {
  const { state } = incident;
  if (state.type !== 'open') return incident;
  const resolution = findResolution(incident, now, rules);
  if (resolution === undefined) return incident;
  return {
    ...incident,
    state: {
      type: 'resolved',
      openedAt: state.openedAt,
      resolvedAt: now,
      resolution,
      recentFailureTimes: [],
    },
  };
}

function findResolution(
  incident: Incident,
  now: number,
  { opening, recovery }: IncidentRules,
): Resolution | undefined {
  const quietForMs = now - incident.lastFailureAt;
  // What came back has shown that the last proof was none, so every time it takes twice as long.
  const backoffFactor = 2 ** Math.min(incident.reopenCount, doublingsMax);
  const quietMsMax = Math.max(recovery.quietMs, recovery.reopenMs);
  // A service that fails now and then lets good requests through in between: those alone prove nothing.
  if (
    hasRecovered(incident, recovery) &&
    quietForMs >= Math.min(opening.windowMs * backoffFactor, quietMsMax)
  )
    return 'good-requests';
  return quietForMs >= Math.min(recovery.quietMs * backoffFactor, quietMsMax) ? 'quiet' : undefined;
}

/** Each upstream has to prove it, but the addresses of one service do so together. */
const hasRecovered = (
  { upstreams, successesSince, service }: Incident,
  { successesMin }: RecoveryRule,
): boolean =>
  service === null
    ? upstreams.every((affected) => affected.successesSince >= successesMin)
    : successesSince >= successesMin;

const doublingsMax = 10;
