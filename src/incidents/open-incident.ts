import type { Failure } from '../diagnose/failure.js';
import type { Incident, IncidentRules } from './incident.js';
import { advanceIncident } from './lifecycle.js';
import { mergeIncidents } from './manual-changes.js';
import { findFailingGateway, findSimultaneousFailures, hasSameGateway, isSameFault } from './same-fault.js';

/** A failure that was filed under its incident. */
export type FailureContext = {
  readonly incident: Incident;
  readonly failure: Failure;
  /** It is no reason to wake anybody. */
  readonly isBelowThreshold: boolean;
  /** The other incidents that are not at rest; asked for only where something may open. */
  readonly listOthers: () => readonly Incident[];
  /** Whether most requests to a whole DNS zone fail. */
  readonly isDnsZoneDown: (zone: string) => boolean;
};

/** The incidents that a failure changes: its own, and when that opens, those that turn out to be one fault with it. */
export function applyFailure(
  { incident, failure, isBelowThreshold, listOthers, isDnsZoneDown }: FailureContext,
  rules: IncidentRules,
): readonly Incident[] {
  const updated = advanceIncident(incident, { type: 'failed', failure, isBelowThreshold }, rules);
  const { state } = incident;
  const listOpen = () => listOthers().filter((candidate) => candidate.state.type === 'open');
  if (state.type === 'open') {
    if (findFailingGateway(updated) === undefined || findFailingGateway(incident) !== undefined)
      return [updated];
    // It has just turned out that other gateways reach what fails here.
    return mergeAllIncidents(
      [updated, ...listOpen().filter((candidate) => hasSameGateway(updated, candidate))],
      failure.at,
    );
  }
  if (isBelowThreshold) return [updated];
  const simultaneous = findSimultaneousFailures(updated, listOthers, rules.opening.failuresMin);
  if (updated.state.type !== 'open' && simultaneous.length === 0) return [updated];
  const opened: Incident =
    updated.state.type === 'open' ? updated : { ...updated, state: { type: 'open', openedAt: failure.at } };
  const opening = {
    incident: opened,
    beganAt: state.recentFailureTimes[0] ?? failure.at,
    openedAt: failure.at,
  };
  const sameFault = listOpen().filter((candidate) => isSameFault(opening, candidate, isDnsZoneDown));
  return mergeAllIncidents([opened, ...sameFault, ...simultaneous], failure.at);
}

/** One incident of several, last, after what has become its parts. The one that people know longest goes on for all. */
export function mergeAllIncidents(incidents: readonly Incident[], at: number): readonly Incident[] {
  const [first, ...rest] = [...incidents].sort((a, b) => seniorityRank(a) - seniorityRank(b));
  if (first === undefined) return [];
  let parent = first;
  const children: Incident[] = [];
  for (const incident of rest) {
    const merged = mergeIncidents(parent, incident, at);
    parent = merged.parent;
    children.push(merged.child);
  }
  return [...children, parent];
}

/** The lowest number first, then what is open; what nobody has heard of goes last. */
const seniorityRank = ({ number, state }: Incident): number =>
  number ?? (state.type === 'open' ? Number.MAX_SAFE_INTEGER : Number.POSITIVE_INFINITY);
