import type { CauseId } from '../diagnose/cause.js';
import { type Branch, joined } from './affected-upstream.js';
import { tallyOf } from './failure-counts.js';
import type { Incident } from './incident.js';
import { worse } from './severity.js';

/** Two incidents that turned out to be one fault: the one that goes on for both, and the one that is a part of it now. */
export type Merged = { readonly whole: Incident; readonly part: Incident };

/** Makes `part` a part of `whole`. */
export function mergeInto(whole: Incident, part: Incident, at: number): Merged {
  const branches = [...joined(whole.branches, part.branches)].sort(byBeginning);
  return {
    whole: {
      ...whole,
      ...tallyOf([whole, part]),
      branches,
      upstream: branches[0]?.upstream ?? null,
      service: whole.service === part.service ? whole.service : null,
      // Who is on a part of a fault is on it.
      acknowledged: whole.acknowledged ?? part.acknowledged,
      severity: worse(whole.severity, part.severity),
      firstFailureAt: Math.min(whole.firstFailureAt, part.firstFailureAt),
      lastFailureAt: Math.max(whole.lastFailureAt, part.lastFailureAt),
      goodSince: whole.goodSince + part.goodSince,
    },
    part: { ...part, partOf: whole.id, state: stateOfPart(part, at) },
  };
}

/** Takes one upstream out of an incident, into one of its own with this row number. Undefined when there is nothing to split. */
export function splitOff(
  whole: Incident,
  upstream: string | null,
  id: number,
): { readonly left: Incident; readonly own: Incident } | undefined {
  const branch = whole.branches.find((each) => each.upstream === upstream);
  const rest = whole.branches.filter((each) => each !== branch);
  if (branch === undefined || rest.length === 0) return undefined;
  const own = withBranches({ ...whole, id, number: null, service: null, severity: 'minor' }, [branch]);
  return {
    left: withBranches(whole, rest),
    own: { ...own, reopened: 0, reopenedAt: null, corrected: null, acknowledged: null },
  };
}

const byBeginning = (one: Branch, other: Branch) => one.firstFailureAt - other.firstFailureAt;

const stateOfPart = ({ state }: Incident, at: number): Incident['state'] =>
  state.name === 'watching'
    ? state
    : { name: 'resolved', openedAt: state.openedAt, resolvedAt: at, proof: 'merged', recent: [] };

const withBranches = (incident: Incident, branches: Incident['branches']): Incident => ({
  ...incident,
  ...tallyOf(branches),
  branches,
  upstream: branches[0]?.upstream ?? null,
  firstFailureAt: Math.min(...branches.map(({ firstFailureAt }) => firstFailureAt)),
  lastFailureAt: Math.max(...branches.map(({ lastFailureAt }) => lastFailureAt)),
  goodSince: branches.reduce((sum, { goodSince }) => sum + goodSince, 0),
});

/** The incident when somebody says that it is over. Undefined when it is not open. */
export function resolvedByHand(incident: Incident, at: number): Incident | undefined {
  const { state } = incident;
  if (state.name !== 'open') return undefined;
  return {
    ...incident,
    state: { name: 'resolved', openedAt: state.openedAt, resolvedAt: at, proof: 'by-hand', recent: [] },
  };
}

/** The incident when somebody says what its cause is; null: not the one that names it, and nobody knows which. */
export const correctedByHand = (incident: Incident, cause: CauseId | null): Incident => ({
  ...incident,
  corrected: cause ?? 'unknown',
});
