import { mergeUpstreams } from './affected-upstream.js';
import { rankCauses, sumFailureCounts } from './failure-counts.js';
import { closeIncident, replaceUpstreams } from './lifecycle.js';
import { pickWorseSeverity } from './severity.js';
/**
 * Merges several incidents into the one that people have known longest. Returns every incident that changes, the
 * surviving one last.
 */
export function mergeAllIncidents(incidents, at) {
  const [first, ...rest] = [...incidents].sort((a, b) => rankBySeniority(a) - rankBySeniority(b));
  if (first === undefined) return [];
  let parent = first;
  const children = [];
  for (const incident of rest) {
    const merged = mergeIncidents(parent, incident, at);
    parent = merged.parent;
    children.push(merged.child);
  }
  return [...children, parent];
}
/** Merges incidents of an empty group into the last of the changed ones, which explains it. */
export function mergeUnexplained(changed, unexplained, at) {
  const [current, ...merged] = changed.toReversed();
  if (current === undefined || unexplained.length === 0) return changed;
  return [...merged, ...mergeAllIncidents([current, ...unexplained], at)];
}
/** The lowest number first, then open incidents without a number, then those that never opened. */
const rankBySeniority = ({ number, state }) =>
  number ?? (state.type === 'open' ? Number.MAX_SAFE_INTEGER : Number.POSITIVE_INFINITY);
/** Merges the child into the parent, as both are one fault. The parent represents both from then on. */
export function mergeIncidents(parent, child, at) {
  const upstreams = [...mergeUpstreams(parent.upstreams, child.upstreams)].sort(compareFirstFailure);
  return {
    parent: {
      ...parent,
      ...sumFailureCounts([parent, child]),
      causesBefore: rankCauses([...parent.causesBefore, ...child.causesBefore]),
      upstreams,
      upstream: upstreams[0]?.upstream ?? null,
      service: parent.service === child.service ? parent.service : null,
      // Working on a part of the fault is working on the fault.
      acknowledgement: parent.acknowledgement ?? child.acknowledgement,
      severity: pickWorseSeverity(parent.severity, child.severity),
      firstFailureAt: Math.min(parent.firstFailureAt, child.firstFailureAt),
      lastFailureAt: Math.max(parent.lastFailureAt, child.lastFailureAt),
      successesSince: parent.successesSince + child.successesSince,
    },
    child: { ...closeIncident(child, at, 'merged'), mergedIntoId: parent.id },
  };
}
const compareFirstFailure = (a, b) => a.firstFailureAt - b.firstFailureAt;
/**
 * Moves one upstream into a new incident with this row id, which has no number yet. Undefined if the incident has no
 * other upstream, or not this one.
 */
export function splitIncident(incident, upstream, id) {
  const affected = incident.upstreams.find((candidate) => candidate.upstream === upstream);
  const rest = incident.upstreams.filter((candidate) => candidate !== affected);
  if (affected === undefined || rest.length === 0) return undefined;
  const moved = withOnlyUpstreams({ ...incident, id, number: null, service: null, severity: 'minor' }, [
    affected,
  ]);
  return {
    remaining: withOnlyUpstreams(incident, rest),
    created: { ...moved, reopenCount: 0, reopenedAt: null, correctedCause: null, acknowledgement: null },
  };
}
const withOnlyUpstreams = (incident, upstreams) =>
  replaceUpstreams(
    {
      ...incident,
      ...sumFailureCounts(upstreams),
      causesBefore: [],
      causesAtEnd: [],
      firstFailureAt: Math.min(...upstreams.map(({ firstFailureAt }) => firstFailureAt)),
      lastFailureAt: Math.max(...upstreams.map(({ lastFailureAt }) => lastFailureAt)),
    },
    upstreams,
  );
