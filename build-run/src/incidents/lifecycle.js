import { unknownCause } from '../diagnose/causes/unknown.js';
import { isClientImpacting } from '../diagnose/failure.js';
import {
  createAffectedUpstream,
  recordFailure,
  recordIsolation,
  recordSuccesses,
  renameUpstreams,
  retractFailure,
} from './affected-upstream.js';
import { adjustFailureCounts, noOutcomes } from './failure-counts.js';
import { countFailures, deriveServiceName } from './incident.js';
import { isMoreSevere } from './severity.js';
/**
 * The state machine: returns the incident after a signal. It is pending until enough failures count, open until it
 * has recovered, and resolved until it reopens. `ActiveIncidents` assigns the number when the state becomes open.
 */
export function advanceIncident(incident, signal, rules) {
  switch (signal.type) {
    case 'failed':
      return openIfDue(addFailure(incident, signal.failure), signal.failure, rules, signal.isBelowThreshold);
    case 'opened':
      return { ...incident, state: { type: 'open', openedAt: signal.at } };
    case 'amended':
      return amendFailure(incident, signal.failure, signal.previous);
    case 'retracted':
      return uncountFailure(incident, signal.previous);
    case 'succeeded':
      return countSuccesses(incident, signal.successes);
    case 'graded':
      return isMoreSevere(signal.severity, incident.severity)
        ? { ...incident, severity: signal.severity }
        : incident;
    case 'evaluated':
      return resolveIfRecovered(incident, signal.now, rules);
  }
}
/** A pending incident for this failure, which is not counted yet. */
export const createIncident = (id, failure) => ({
  id,
  number: null,
  upstream: failure.upstream,
  upstreams: [createAffectedUpstream(failure)],
  service: deriveServiceName(failure),
  causes: [],
  causesBefore: [],
  causesAtEnd: [],
  state: { type: 'pending', recentFailureTimes: [] },
  severity: 'minor',
  reopenCount: 0,
  reopenedAt: null,
  firstFailureAt: failure.at,
  lastFailureAt: failure.at,
  outcomes: noOutcomes,
  successesSince: 0,
  acknowledgement: null,
  emptiedBy: null,
  correctedCause: null,
  mergedIntoId: null,
});
/** The incident with these peers under the name of their group; unchanged if that is null, as it is unknown. */
export const renamePeers = (incident, peers, group) =>
  group === null ? incident : replaceUpstreams(incident, renameUpstreams(incident.upstreams, peers, group));
/** The incident after an operator resolved it. Undefined if it is not open. */
export const resolveIncident = (incident, at) =>
  incident.state.type === 'open' ? closeIncident(incident, at, 'by-hand') : undefined;
/** The incident after an operator set its cause; null if the operator only rejected the current one. */
export const correctCause = (incident, cause) => ({
  ...incident,
  correctedCause: cause ?? unknownCause.id,
});
/** Ends an incident. A pending one never opened, and stays as it is. */
export function closeIncident(incident, at, resolution) {
  const { state } = incident;
  if (state.type === 'pending') return incident;
  const { openedAt } = state;
  return {
    ...incident,
    state: { type: 'resolved', openedAt, resolvedAt: at, resolution, recentFailureTimes: [] },
    causesAtEnd: incident.causes,
  };
}
/**
 * Opens or reopens the incident when this failure, already counted, makes enough client-impacting ones in the
 * window.
 */
function openIfDue(incident, failure, { opening, recovery }, isBelowThreshold) {
  const { state } = incident;
  if (state.type === 'open' || !isClientImpacting(failure)) return incident;
  if (state.type === 'resolved' && failure.at - state.resolvedAt > recovery.reopenMs) return incident;
  const recentFailureTimes = [...state.recentFailureTimes, failure.at]
    .filter((at) => at > incident.lastFailureAt - opening.windowMs)
    .slice(-opening.failuresMin);
  if (recentFailureTimes.length < opening.failuresMin || isBelowThreshold)
    return { ...incident, state: { ...state, recentFailureTimes } };
  if (state.type === 'pending')
    return { ...incident, state: { type: 'open', openedAt: incident.lastFailureAt } };
  const reopened = { ...incident, state: { type: 'open', openedAt: state.openedAt } };
  // Logs are read independently: a failure from before the recovery, read late, is no relapse.
  if (failure.at <= state.resolvedAt) return reopened;
  return countReopening({ ...reopened, causesBefore: incident.causesAtEnd }, failure.at - state.resolvedAt);
}
/** Drops the acknowledgement unless the incident was resolved only briefly: the person may be asleep by now. */
const countReopening = (incident, goneMs) => ({
  ...incident,
  reopenCount: incident.reopenCount + 1,
  reopenedAt: incident.lastFailureAt,
  acknowledgement: goneMs < acknowledgementKeptMs ? incident.acknowledgement : null,
});
const acknowledgementKeptMs = 600_000;
const addFailure = (incident, failure) => ({
  ...countFailure(incident, failure),
  // Logs are read independently, so an older failure may arrive second.
  firstFailureAt: Math.min(incident.firstFailureAt, failure.at),
  lastFailureAt: Math.max(incident.lastFailureAt, failure.at),
});
function amendFailure(incident, failure, previous) {
  const hasNoName = failure.upstream === failure.peer;
  const counted = countFailure(uncountFailure(incident, previous), failure);
  return {
    ...counted,
    service: hasNoName ? incident.service : null,
    state: isClientImpacting(failure) ? addTime(counted.state, failure) : counted.state,
  };
}
const addTime = (state, { at }) =>
  state.type === 'open'
    ? state
    : { ...state, recentFailureTimes: [...state.recentFailureTimes, at].toSorted((a, b) => a - b) };
/** A failure that no longer counts here does not help to open. */
function forgetTime(state, { at }) {
  if (state.type === 'open') return state;
  const index = state.recentFailureTimes.lastIndexOf(at);
  return index < 0 ? state : { ...state, recentFailureTimes: state.recentFailureTimes.toSpliced(index, 1) };
}
const countFailure = (incident, failure) =>
  replaceUpstreams(
    { ...incident, ...adjustFailureCounts(incident, failure, 1) },
    recordFailure(
      incident.upstreams,
      failure,
      incident.state.type === 'resolved' ? incident.state.resolvedAt : null,
    ),
  );
const uncountFailure = (incident, previous) =>
  replaceUpstreams(
    {
      ...incident,
      ...adjustFailureCounts(incident, previous, -1),
      state: isClientImpacting(previous) ? forgetTime(incident.state, previous) : incident.state,
    },
    retractFailure(incident.upstreams, previous),
  );
/** A pending incident has nothing to recover from: only what good requests show about its gateway matters. */
function countSuccesses(incident, successes) {
  if (incident.state.type === 'resolved') return incident;
  const record = incident.state.type === 'open' ? recordSuccesses : recordIsolation;
  const upstreams = record(incident.upstreams, successes);
  return upstreams === incident.upstreams ? incident : replaceUpstreams(incident, upstreams);
}
/** Replaces the affected upstreams, with everything derived from them. */
export const replaceUpstreams = (incident, upstreams) => ({
  ...incident,
  upstreams,
  upstream: upstreams[0]?.upstream ?? null,
  successesSince: upstreams.reduce((sum, { successesSince }) => sum + successesSince, 0),
});
function resolveIfRecovered(incident, now, rules) {
  if (incident.state.type !== 'open') return incident;
  const resolution = findResolution(incident, now, rules);
  return resolution === undefined ? incident : closeIncident(incident, now, resolution);
}
/** The proof of recovery; undefined while there is none. */
function findResolution(incident, now, { opening, recovery }) {
  if (countFailures(incident) === 0) return 'retracted';
  const quietForMs = now - incident.lastFailureAt;
  // Each relapse disproves the last recovery, so every proof takes twice as long as the one before.
  const backoffFactor = 2 ** Math.min(incident.reopenCount, doublingsMax);
  const quietMsMax = Math.max(recovery.quietMs, recovery.reopenMs);
  // A service that fails intermittently serves good requests in between: those alone prove nothing.
  if (
    hasRecovered(incident, recovery) &&
    quietForMs >= Math.min(opening.windowMs * backoffFactor, quietMsMax)
  )
    return 'good-requests';
  if (quietForMs < Math.min(recovery.quietMs * backoffFactor, quietMsMax)) return undefined;
  // A quiet time that is shorter than the window comes first, and yet enough good requests may be known by then.
  return hasRecovered(incident, recovery) ? 'good-requests' : 'quiet';
}
const doublingsMax = 10;
/** True if each upstream has enough successful requests; the addresses of one service are counted together. */
const hasRecovered = ({ upstreams, successesSince, service }, { successesMin }) =>
  service === null
    ? upstreams.every((affected) => affected.successesSince >= successesMin)
    : successesSince >= successesMin;
