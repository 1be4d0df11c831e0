/** Failures by outcome, as the product's JSON names them. */
export function countOutcomes(failures) {
  const count = (isCounted) => failures.filter(({ outcome }) => isCounted(outcome)).length;
  return {
    clientVisible: count((outcome) => outcome === 'client-visible'),
    saved: count((outcome) => outcome.startsWith('saved-') || outcome === 'answered-otherwise'),
    truncated: count((outcome) => outcome === 'truncated'),
    undecided: count((outcome) => outcome === 'undecided'),
  };
}
/** Failures that clients saw or may have seen. */
export const isImpacting = ({ outcome }) =>
  outcome === 'client-visible' || outcome === 'truncated' || outcome === 'undecided';
/** Counts by name; failures without one are left out. */
export function countBy(failures, read) {
  const counts = {};
  for (const failure of failures) {
    const name = read(failure);
    if (name !== null) counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
/** Answers by status; a client that left Envoy got none. */
export function countAnswers(exchanges) {
  const counts = {};
  for (const { status } of exchanges) if (status !== 0) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
/** Failures by cause and upstream: `connection-refused at payments`. */
export function groupFailures(failures) {
  const groups = new Map();
  for (const failure of failures) {
    const key = `${failure.cause} at ${failure.upstream}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [failure]);
    else group.push(failure);
  }
  return groups;
}
export const earliestOf = (failures) => failures.map(({ at }) => at).toSorted()[0];
export const latestOf = (failures) =>
  failures
    .map(({ at }) => at)
    .toSorted()
    .at(-1);
