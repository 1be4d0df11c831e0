import type { CauseId } from '../diagnose/causes/index.js';
import type { FixAnswer } from './fix-answer.js';
import { findRootCause, type Incident, type IncidentId, type Resolution } from './incident.js';
import { isMoreSevere, type Severity } from './severity.js';

/** One event in the history of an incident. Stored as long as the incident. */
export type TimelineEntry = {
  readonly at: number;
  /** Slack user id, or name in a terminal, of the person who caused it; null for events that the logs show. */
  readonly by: string | null;
  readonly event: TimelineEvent;
};

/** Other incidents are referred to by row id. */
export type TimelineEvent =
  | { readonly type: 'opened' }
  | { readonly type: 'reopened' }
  | { readonly type: 'spread'; readonly upstreams: number }
  | { readonly type: 'worsened'; readonly severity: Severity }
  | { readonly type: 'cause-changed'; readonly cause: CauseId }
  /** An operator set the cause; null if the operator only rejected the current one. */
  | { readonly type: 'corrected'; readonly cause: CauseId | null }
  | { readonly type: 'acknowledged' }
  | { readonly type: 'escalated' }
  | { readonly type: 'silenced' }
  | { readonly type: 'silence-ended' }
  | { readonly type: 'recovered'; readonly resolution: Resolution }
  /** Another incident was merged into this one. */
  | { readonly type: 'absorbed'; readonly incidentId: IncidentId }
  | { readonly type: 'merged'; readonly intoId: number }
  /** An upstream was moved into an incident of its own. */
  | { readonly type: 'split'; readonly upstream: string | null; readonly intoId: number }
  | { readonly type: 'noted'; readonly text: string }
  /** Somebody said what ended it. */
  | { readonly type: 'helped'; readonly answer: FixAnswer };

/** An entry and the row id of its incident. */
export type IncidentTimelineEntry = { readonly incidentId: IncidentId; readonly entry: TimelineEntry };

/**
 * Entries for the difference between two versions of an incident; none while it is pending. `by` as in
 * `TimelineEntry`.
 */
export function findTimelineEntries(
  previous: Incident | undefined,
  current: Incident,
  by: string | null,
): readonly IncidentTimelineEntry[] {
  if (current.number === null) return [];
  const ownEntries = findOwnEntries(previous, current, by).map((entry) => ({
    incidentId: current.id,
    entry,
  }));
  if (current.mergedIntoId === null || previous?.mergedIntoId === current.mergedIntoId) return ownEntries;
  const entry: TimelineEntry = {
    at: findEndAt(current),
    by,
    event: { type: 'absorbed', incidentId: current.id },
  };
  return [...ownEntries, { incidentId: current.mergedIntoId, entry }];
}

function findOwnEntries(
  previous: Incident | undefined,
  current: Incident,
  by: string | null,
): readonly TimelineEntry[] {
  const createEntry = (event: TimelineEvent, at: number): TimelineEntry => ({ at, by, event });
  const at = current.lastFailureAt;
  const { state, acknowledgement, correctedCause, upstreams } = current;
  if (previous === undefined || previous.number === null) {
    return state.type === 'pending' ? [] : [createEntry({ type: 'opened' }, state.openedAt)];
  }
  const entries: TimelineEntry[] = [];
  if (computeMagnitude(upstreams.length) > computeMagnitude(previous.upstreams.length))
    entries.push(createEntry({ type: 'spread', upstreams: upstreams.length }, at));
  if (isMoreSevere(current.severity, previous.severity))
    entries.push(createEntry({ type: 'worsened', severity: current.severity }, at));
  if (correctedCause !== previous.correctedCause)
    entries.push(createEntry({ type: 'corrected', cause: correctedCause }, at));
  else if (findRootCause(current) !== findRootCause(previous))
    entries.push(createEntry({ type: 'cause-changed', cause: findRootCause(current) }, at));
  if (acknowledgement !== null && previous.acknowledgement === null)
    entries.push({ at: acknowledgement.at, by: acknowledgement.by, event: { type: 'acknowledged' } });
  if (state.type === 'open' && previous.state.type === 'resolved')
    entries.push(createEntry({ type: 'reopened' }, at));
  if (state.type === 'resolved' && previous.state.type !== 'resolved')
    entries.push(createEntry(buildEndEvent(current, state.resolution), state.resolvedAt));
  return entries;
}

/** One entry per doubling: a storm adds its hundreds of upstreams one by one. */
const computeMagnitude = (count: number) => Math.floor(Math.log2(Math.max(count, 1)));

const buildEndEvent = ({ mergedIntoId }: Incident, resolution: Resolution): TimelineEvent =>
  mergedIntoId === null ? { type: 'recovered', resolution } : { type: 'merged', intoId: mergedIntoId };

const findEndAt = ({ state, lastFailureAt }: Incident): number =>
  state.type === 'resolved' ? state.resolvedAt : lastFailureAt;
