import { aftermathWindowMs, canEmptyGroup, isAftermath } from '../../diagnose/aftermath.js';
import { addOutcomeCounts, noOutcomes, sumClientImpacting } from '../../incidents/failure-counts.js';
/** Counts secondary groups at the cause they followed from. Most frequent first. */
export function foldAftermath(groups) {
  const roots = new Map();
  for (const group of groups) {
    const root = findRootGroup(group, groups);
    if (root === undefined) roots.set(group, roots.get(group) ?? []);
    else roots.set(root, [...(roots.get(root) ?? []), group]);
  }
  return [...roots].map(mergeGroups).sort((a, b) => b.count - a.count);
}
/** The same for a ranking by cause. `groups` give the upstreams of each cause. */
export function foldRanking(ranked, groups) {
  const entries = new Map(ranked.map((entry) => [entry.key, { ...entry, aftermath: 0 }]));
  for (const group of groups) {
    const source = entries.get(group.cause);
    const target = entries.get(findRootGroup(group, groups)?.cause ?? null);
    if (source === undefined || target === undefined) continue;
    const clientImpacting = sumClientImpacting(group.outcomes);
    entries.set(source.key, {
      ...source,
      count: source.count - group.count,
      clientImpacting: source.clientImpacting - clientImpacting,
    });
    entries.set(target.key, {
      ...target,
      count: target.count + group.count,
      clientImpacting: target.clientImpacting + clientImpacting,
      aftermath: target.aftermath + group.count,
    });
  }
  return [...entries.values()].filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
}
/**
 * Returns what was settled as the cause of these failures, else the most frequent cause at the same upstream that can
 * empty its group; undefined when there is none.
 */
export function findRootGroup(group, groups) {
  if (!isAftermath(group.cause)) return undefined;
  const settled = findSettledGroup(group, groups);
  if (settled !== undefined) return settled;
  const candidates = groups.filter(
    ({ cause, upstream, firstAt, lastAt }) =>
      upstream === group.upstream &&
      upstream !== null &&
      canEmptyGroup(cause) &&
      firstAt <= group.lastAt &&
      lastAt + aftermathWindowMs >= group.firstAt,
  );
  return candidates.reduce(
    (largest, candidate) => (largest === undefined || candidate.count > largest.count ? candidate : largest),
    undefined,
  );
}
/** The group of what emptied this one, under the address that was dialled or under a name learned since. */
function findSettledGroup({ upstream, emptiedBy = null }, groups) {
  if (emptiedBy === null) return undefined;
  const ofCause = groups.filter(({ cause }) => cause === emptiedBy.cause);
  return (
    ofCause.find((candidate) => candidate.upstream === emptiedBy.upstream) ??
    ofCause.find((candidate) => candidate.upstream === upstream)
  );
}
function mergeGroups([root, followers]) {
  const all = [root, ...followers];
  return {
    ...root,
    count: all.reduce((sum, { count }) => sum + count, 0),
    outcomes: all.map(({ outcomes }) => outcomes).reduce(addOutcomeCounts),
    aftermath: followers.map(({ outcomes }) => outcomes).reduce(addOutcomeCounts, noOutcomes),
    statuses: sumStatuses(all),
    firstAt: Math.min(...all.map(({ firstAt }) => firstAt)),
    lastAt: Math.max(...all.map(({ lastAt }) => lastAt)),
    routes: sumRoutes(all),
  };
}
function sumStatuses(groups) {
  const sums = new Map();
  for (const { statuses } of groups)
    for (const [status, count] of Object.entries(statuses)) sums.set(status, (sums.get(status) ?? 0) + count);
  return Object.fromEntries(sums);
}
function sumRoutes(groups) {
  const sums = new Map();
  for (const route of groups.flatMap(({ routes }) => routes)) {
    const previous = sums.get(route.key) ?? { key: route.key, count: 0, clientImpacting: 0 };
    sums.set(route.key, {
      key: route.key,
      count: previous.count + route.count,
      clientImpacting: previous.clientImpacting + route.clientImpacting,
    });
  }
  return [...sums.values()].sort((a, b) => b.count - a.count);
}
