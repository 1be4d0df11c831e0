import { alarming, type Failure } from '../diagnose/failure.js';
import {
  type Branch,
  branchOf,
  type Good,
  withFailure,
  withGood,
  withoutFailure,
} from './affected-upstream.js';
import { noOutcomes, tallied } from './failure-counts.js';
import type { Incident, Proof, Recovery, Rules } from './incident.js';
import { exceeds, type Severity } from './severity.js';

/** All that can happen to an incident. */
export type Signal =
  /** `held`: whatever the count, there is a reason not to wake anybody, such as that this is the usual rate. */
  | { readonly type: 'failed'; readonly failure: Failure; readonly held?: boolean }
  /** Later lines told more about a failure that was counted, perhaps also the name of its upstream. */
  | { readonly type: 'amended'; readonly failure: Failure; readonly was: Failure }
  /** Later lines told that a failure belongs to another incident. */
  | { readonly type: 'retracted'; readonly was: Failure }
  /** Good requests, one or several. */
  | ({ readonly type: 'succeeded' } & Good)
  | { readonly type: 'weighed'; readonly severity: Severity }
  | { readonly type: 'looked'; readonly now: number };

/** The incident after a signal. Its number is given by whoever counts incidents, when `state` has become open. */
export function advance(incident: Incident, signal: Signal, rules: Rules): Incident {
  switch (signal.type) {
    case 'failed':
      return failed(incident, signal.failure, rules, signal.held === true);
    case 'amended':
      return amended(incident, signal.failure, signal.was);
    case 'retracted':
      return uncounted(incident, signal.was);
    case 'succeeded':
      return branched(incident, withGood(incident.branches, signal));
    case 'weighed':
      return exceeds(signal.severity, incident.severity)
        ? { ...incident, severity: signal.severity }
        : incident;
    case 'looked':
      return looked(incident, signal.now, rules);
  }
}

/** An incident that begins with this failure: watched, not yet open. */
export const begin = (id: number, failure: Failure, service: string | null = null): Incident => ({
  id,
  number: null,
  upstream: failure.upstream,
  branches: [branchOf(failure)],
  service,
  causes: [],
  state: { name: 'watching', recent: [] },
  severity: 'minor',
  reopened: 0,
  reopenedAt: null,
  firstFailureAt: failure.at,
  lastFailureAt: failure.at,
  counts: noOutcomes,
  goodSince: 0,
  acknowledged: null,
  corrected: null,
  partOf: null,
});

function failed(incident: Incident, failure: Failure, rules: Rules, held: boolean): Incident {
  const { opening, recovery } = rules;
  const after = struck(incident, failure);
  const { state } = incident;
  if (state.name === 'open' || !alarming(failure)) return after;
  if (state.name === 'resolved' && failure.at - state.resolvedAt > recovery.reopenMs) return after;

  const recent = [...state.recent, failure.at]
    .filter((at) => at > after.lastFailureAt - opening.windowMs)
    .slice(-opening.failures);
  if (recent.length < opening.failures || held) return { ...after, state: { ...state, recent } };
  if (state.name === 'watching') return { ...after, state: { name: 'open', openedAt: after.lastFailureAt } };
  const open = { ...after, state: { name: 'open', openedAt: state.openedAt } } as const;
  // Logs are read at their own pace: what failed before it was over was no coming back.
  return failure.at > state.resolvedAt ? backAgain(open, failure.at - state.resolvedAt) : open;
}

/** Whoever was on it may be asleep by now, unless it was gone for a moment only. */
const backAgain = (incident: Incident, goneMs: number): Incident => ({
  ...incident,
  reopened: incident.reopened + 1,
  reopenedAt: incident.lastFailureAt,
  acknowledged: goneMs < acknowledgedMs ? incident.acknowledged : null,
});

const acknowledgedMs = 600_000;

const struck = (incident: Incident, failure: Failure): Incident => ({
  ...counted(incident, failure),
  // Two logs are read at their own pace, so an older failure may arrive second.
  firstFailureAt: Math.min(incident.firstFailureAt, failure.at),
  lastFailureAt: Math.max(incident.lastFailureAt, failure.at),
});

const counted = (incident: Incident, failure: Failure): Incident =>
  branched({ ...incident, ...tallied(incident, failure, 1) }, withFailure(incident.branches, failure));

const uncounted = (incident: Incident, was: Failure): Incident =>
  branched({ ...incident, ...tallied(incident, was, -1) }, withoutFailure(incident.branches, was));

function amended(incident: Incident, failure: Failure, was: Failure): Incident {
  const isBare = failure.upstream === failure.peer;
  return {
    ...counted(uncounted(incident, was), failure),
    service: isBare ? incident.service : null,
  };
}

/** The incident with these branches, and what follows from them. */
const branched = (incident: Incident, branches: readonly Branch[]): Incident => ({
  ...incident,
  branches,
  upstream: branches[0]?.upstream ?? null,
  goodSince: branches.reduce((sum, { goodSince }) => sum + goodSince, 0),
});

function looked(incident: Incident, now: number, rules: Rules): Incident {
  const { state } = incident;
  if (state.name !== 'open') return incident;
  const proof = proofOf(incident, now, rules);
  if (proof === undefined) return incident;
  return {
    ...incident,
    state: { name: 'resolved', openedAt: state.openedAt, resolvedAt: now, proof, recent: [] },
  };
}

function proofOf(incident: Incident, now: number, { opening, recovery }: Rules): Proof | undefined {
  const quietFor = now - incident.lastFailureAt;
  // What came back has shown that the last proof was none, so every time it takes twice as long.
  const patience = 2 ** Math.min(incident.reopened, doublingsMax);
  const longest = Math.max(recovery.quietMs, recovery.reopenMs);
  // A service that fails now and then lets good requests through in between: those alone prove nothing.
  if (isWell(incident, recovery) && quietFor >= Math.min(opening.windowMs * patience, longest))
    return 'good-requests';
  return quietFor >= Math.min(recovery.quietMs * patience, longest) ? 'quiet' : undefined;
}

/** Each upstream has to prove it, but the addresses of one service do so together. */
const isWell = ({ branches, goodSince, service }: Incident, { goodRequests }: Recovery): boolean =>
  service === null ? branches.every((branch) => branch.goodSince >= goodRequests) : goodSince >= goodRequests;

const doublingsMax = 10;
