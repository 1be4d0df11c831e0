export const noOutcomes = {
  'client-visible': 0,
  'saved-by-retry': 0,
  'saved-by-fallback': 0,
  'answered-otherwise': 0,
  truncated: 0,
  background: 0,
  startup: 0,
  undecided: 0,
  'application-error': 0,
};
export const emptyFailureCounts = { causes: [], outcomes: noOutcomes };
/** The counts with one failure added or removed. */
export const adjustFailureCounts = ({ causes, outcomes }, { cause, outcome }, delta) => ({
  causes: rankCauses([...causes, { cause, count: delta }]),
  outcomes: { ...outcomes, [outcome]: outcomes[outcome] + delta },
});
/** The sum of several counts. */
export const sumFailureCounts = (items) => ({
  causes: rankCauses(items.flatMap(({ causes }) => causes)),
  outcomes: items.reduce((sum, { outcomes }) => addOutcomeCounts(sum, outcomes), noOutcomes),
});
/** The sum of two outcome counts. */
export const addOutcomeCounts = (a, b) => ({
  'client-visible': a['client-visible'] + b['client-visible'],
  'saved-by-retry': a['saved-by-retry'] + b['saved-by-retry'],
  'saved-by-fallback': a['saved-by-fallback'] + b['saved-by-fallback'],
  'answered-otherwise': a['answered-otherwise'] + b['answered-otherwise'],
  truncated: a.truncated + b.truncated,
  background: a.background + b.background,
  startup: a.startup + b.startup,
  undecided: a.undecided + b.undecided,
  'application-error': a['application-error'] + b['application-error'],
});
/**
 * Failures that clients saw, or may have seen. Totals leave out the errors of applications; an incident of such errors has
 * no others.
 */
export const sumClientImpacting = (outcomes) =>
  outcomes['client-visible'] + outcomes.truncated + outcomes.undecided + outcomes['application-error'];
/** Failures that a retry, a fallback or an error page hid from clients. */
export const sumSaved = (outcomes) =>
  outcomes['saved-by-retry'] + outcomes['saved-by-fallback'] + outcomes['answered-otherwise'];
/** The causes without those counted before; a failure that was taken back since leaves no negative count. */
export const subtractCauses = (causes, before) =>
  rankCauses([...causes, ...before.map(({ cause, count }) => ({ cause, count: -count }))]);
/** Sums the counts of each cause, most frequent first. */
export function rankCauses(causes) {
  const sums = new Map();
  // Among equally frequent causes the one seen last comes last.
  const newest = causes.at(-1);
  for (const { cause, count } of causes) sums.set(cause, (sums.get(cause) ?? 0) + count);
  if (newest !== undefined) {
    const count = sums.get(newest.cause) ?? 0;
    sums.delete(newest.cause);
    sums.set(newest.cause, count);
  }
  return [...sums]
    .map(([cause, count]) => ({ cause, count }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
}
