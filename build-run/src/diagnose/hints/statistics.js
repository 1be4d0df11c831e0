import { formatCount } from '../../base/format-number.js';
/** The share of items that match; 0 without items. */
export function computeShare(items, predicate) {
  return items.length === 0 ? 0 : items.filter(predicate).length / items.length;
}
/** The most frequent item and its count; undefined without items. */
export function findMostFrequent(items) {
  const counts = new Map();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  const [first] = [...counts].sort(([, a], [, b]) => b - a);
  return first && { item: first[0], count: first[1] };
}
/**
 * An upper bound on the probability of so many hits by chance, if each trial hits with probability `expectedShare`
 * (Chernoff: https://en.wikipedia.org/wiki/Chernoff_bound). 1 if there are no more hits than expected.
 */
export function computeChanceBound(hits, trials, expectedShare) {
  const share = trials === 0 ? 0 : hits / trials;
  if (share <= expectedShare || expectedShare >= 1) return 1;
  const hitTerm = share * Math.log(share / expectedShare);
  const missTerm = share === 1 ? 0 : (1 - share) * Math.log((1 - share) / (1 - expectedShare));
  return Math.exp(-trials * (hitTerm + missTerm));
}
/** `11 of 12`, or `all 12`. */
export const formatFraction = (count, total) =>
  count === total ? `all ${formatCount(total)}` : `${formatCount(count)} of ${formatCount(total)}`;
