import { grouped } from '../../base/format-number.js';

/** The part of the items for which it holds; 0 of none. */
export function shareOf<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.length === 0 ? 0 : items.filter(holds).length / items.length;
}

/** The item that occurs most often, with how often; undefined for none. */
export function mostFrequent<T>(
  items: readonly T[],
): { readonly item: T; readonly count: number } | undefined {
  const counts = new Map<T, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  const [first] = [...counts].sort(([, one], [, other]) => other - one);
  return first && { item: first[0], count: first[1] };
}

/**
 * A bound on the probability that chance alone gives so many hits in so many trials when each hits with `expected`
 * (Chernoff: https://en.wikipedia.org/wiki/Chernoff_bound). 1 where there are no more hits than expected.
 */
export function luckOf(hits: number, trials: number, expected: number): number {
  const share = trials === 0 ? 0 : hits / trials;
  if (share <= expected || expected >= 1) return 1;
  const hitting = share * Math.log(share / expected);
  const missing = share === 1 ? 0 : (1 - share) * Math.log((1 - share) / (1 - expected));
  return Math.exp(-trials * (hitting + missing));
}

/** `11 of 12`, or `all 12`. */
export const outOf = (part: number, whole: number): string =>
  part === whole ? `all ${grouped(whole)}` : `${grouped(part)} of ${grouped(whole)}`;
