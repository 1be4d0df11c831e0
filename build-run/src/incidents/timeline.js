import { findRootCause } from './incident.js';
import { isMoreSevere } from './severity.js';
/**
 * Entries for the difference between two versions of an incident; none while it is pending. `by` as in
 * `TimelineEntry`.
 */
export function findTimelineEntries(previous, current, by) {
  if (current.number === null) return [];
  const ownEntries = findOwnEntries(previous, current, by).map((entry) => ({
    incidentId: current.id,
    entry,
  }));
  if (current.mergedIntoId === null || previous?.mergedIntoId === current.mergedIntoId) return ownEntries;
  const entry = {
    at: findEndAt(current),
    by,
    event: { type: 'absorbed', incidentId: current.id },
  };
  return [...ownEntries, { incidentId: current.mergedIntoId, entry }];
}
function findOwnEntries(previous, current, by) {
  const createEntry = (event, at) => ({ at, by, event });
  const at = current.lastFailureAt;
  const { state, acknowledgement, correctedCause, upstreams } = current;
  if (previous === undefined || previous.number === null) {
    return state.type === 'pending' ? [] : [createEntry({ type: 'opened' }, state.openedAt)];
  }
  const entries = [];
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
const computeMagnitude = (count) => Math.floor(Math.log2(Math.max(count, 1)));
const buildEndEvent = ({ mergedIntoId }, resolution) =>
  mergedIntoId === null ? { type: 'recovered', resolution } : { type: 'merged', intoId: mergedIntoId };
const findEndAt = ({ state, lastFailureAt }) =>
  state.type === 'resolved' ? state.resolvedAt : lastFailureAt;
