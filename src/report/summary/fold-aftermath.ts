import { aftermathMs, emptiesGroups, isAftermath } from '../../diagnose/aftermath.js';
import { alarmingIn, noOutcomes, type OutcomeCounts, sumOfOutcomes } from '../../incidents/failure-counts.js';
import type { Group, Ranked } from '../repository.js';

/** A cause at an upstream together with what only followed from it. */
export type FoldedGroup = Group & {
  /** Those of `outcomes` that are aftermath: requests that found no server left to try. */
  readonly aftermath: OutcomeCounts;
};

/** An entry of a ranking by cause; of its `count`, so many are aftermath. */
export type FoldedRanked = Ranked & { readonly aftermath: number };

/** The groups with each aftermath counted at the cause that it followed from; most frequent first. */
export function foldAftermath(groups: readonly Group[]): readonly FoldedGroup[] {
  const roots = new Map<Group, Group[]>();
  for (const group of groups) {
    const root = rootOf(group, groups);
    if (root === undefined) roots.set(group, roots.get(group) ?? []);
    else roots.set(root, [...(roots.get(root) ?? []), group]);
  }
  return [...roots].map(folded).sort((one, other) => other.count - one.count);
}

/** A ranking by cause with each aftermath counted likewise. `groups` tell which upstream had which. */
export function foldRanked(ranked: readonly Ranked[], groups: readonly Group[]): readonly FoldedRanked[] {
  const entries = new Map(ranked.map((entry) => [entry.key, { ...entry, aftermath: 0 }]));
  for (const group of groups) {
    const from = entries.get(group.cause);
    const to = entries.get(rootOf(group, groups)?.cause ?? null);
    if (from === undefined || to === undefined) continue;
    const alarming = alarmingIn(group.outcomes);
    entries.set(from.key, {
      ...from,
      count: from.count - group.count,
      alarming: from.alarming - alarming,
    });
    entries.set(to.key, {
      ...to,
      count: to.count + group.count,
      alarming: to.alarming + alarming,
      aftermath: to.aftermath + group.count,
    });
  }
  return [...entries.values()].filter(({ count }) => count > 0).sort((one, other) => other.count - one.count);
}

/** The most frequent cause at the same upstream that may have emptied it; undefined when nothing tells. */
export function rootOf(group: Group, groups: readonly Group[]): Group | undefined {
  if (!isAftermath(group.cause)) return undefined;
  const candidates = groups.filter(
    ({ cause, upstream, firstAt, lastAt }) =>
      upstream === group.upstream &&
      upstream !== null &&
      emptiesGroups(cause) &&
      firstAt <= group.lastAt &&
      lastAt + aftermathMs >= group.firstAt,
  );
  return candidates.reduce<Group | undefined>(
    (most, candidate) => (most === undefined || candidate.count > most.count ? candidate : most),
    undefined,
  );
}

function folded([root, followers]: readonly [Group, readonly Group[]]): FoldedGroup {
  const all = [root, ...followers];
  return {
    ...root,
    count: all.reduce((sum, { count }) => sum + count, 0),
    outcomes: all.map(({ outcomes }) => outcomes).reduce(sumOfOutcomes),
    aftermath: followers.map(({ outcomes }) => outcomes).reduce(sumOfOutcomes, noOutcomes),
    statuses: statusesOf(all),
    firstAt: Math.min(...all.map(({ firstAt }) => firstAt)),
    lastAt: Math.max(...all.map(({ lastAt }) => lastAt)),
    routes: routesOf(all),
  };
}

function statusesOf(groups: readonly Group[]): Readonly<Record<string, number>> {
  const sums = new Map<string, number>();
  for (const { statuses } of groups)
    for (const [status, count] of Object.entries(statuses)) sums.set(status, (sums.get(status) ?? 0) + count);
  return Object.fromEntries(sums);
}

function routesOf(groups: readonly Group[]): readonly Ranked[] {
  const sums = new Map<string | null, Ranked>();
  for (const route of groups.flatMap(({ routes }) => routes)) {
    const before = sums.get(route.key) ?? { key: route.key, count: 0, alarming: 0 };
    sums.set(route.key, {
      key: route.key,
      count: before.count + route.count,
      alarming: before.alarming + route.alarming,
    });
  }
  return [...sums.values()].sort((one, other) => other.count - one.count);
}
