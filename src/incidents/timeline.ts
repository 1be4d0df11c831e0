import type { CauseId } from '../diagnose/causes/index.js';
import { findRootCause, type Incident, type IncidentId, type Resolution } from './incident.js';
import { isMoreSevere, type Severity } from './severity.js';

/** One thing that happened to an incident: who, what, when. Kept for as long as the incident is. */
export type TimelineEntry = {
  readonly at: number;
  /** A Slack user id or the name of who did it in a terminal; null when the logs did. */
  readonly by: string | null;
  readonly event: TimelineEvent;
};

/** All that can turn. Other incidents are named by their row numbers. */
export type TimelineEvent =
  | { readonly type: 'opened' }
  | { readonly type: 'reopened' }
  | { readonly type: 'spread'; readonly upstreams: number }
  | { readonly type: 'worsened'; readonly severity: Severity }
  | { readonly type: 'cause-changed'; readonly cause: CauseId }
  /** Somebody says that the cause is another one; null: that it is not this one. */
  | { readonly type: 'corrected'; readonly cause: CauseId | null }
  | { readonly type: 'acknowledged' }
  | { readonly type: 'escalated' }
  | { readonly type: 'silenced' }
  | { readonly type: 'silence-ended' }
  | { readonly type: 'recovered'; readonly resolution: Resolution }
  /** Took in another incident, as both are one fault. */
  | { readonly type: 'absorbed'; readonly incidentId: IncidentId }
  | { readonly type: 'merged'; readonly intoId: number }
  /** An upstream was taken out, into an incident of its own. */
  | { readonly type: 'split'; readonly upstream: string | null; readonly intoId: number }
  | { readonly type: 'noted'; readonly text: string };

/** An entry and the row number of its incident. */
export type IncidentTimelineEntry = { readonly incidentId: IncidentId; readonly entry: TimelineEntry };

/** What turned between two looks at an incident; nothing while it is only watched. `by`: who did it, null for the logs. */
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

/** Each doubling is an entry: a storm of hundreds comes one by one. */
const computeMagnitude = (count: number) => Math.floor(Math.log2(Math.max(count, 1)));

const buildEndEvent = ({ mergedIntoId }: Incident, resolution: Resolution): TimelineEvent =>
  mergedIntoId === null ? { type: 'recovered', resolution } : { type: 'merged', intoId: mergedIntoId };

const findEndAt = ({ state, lastFailureAt }: Incident): number =>
  state.type === 'resolved' ? state.resolvedAt : lastFailureAt;
