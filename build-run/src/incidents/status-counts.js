/** The counts with one failure added or removed. A failure without a status is in none. */
export function adjustStatusCounts(counts, { status, outcome }, delta) {
  if (status === null) return counts;
  return addStatusCounts(counts, [
    { status, count: delta, clientVisible: outcome === 'client-visible' ? delta : 0 },
  ]);
}
/** The sum of both, without statuses that no failure has. */
export function addStatusCounts(a, b) {
  const sums = new Map(a.map((entry) => [entry.status, entry]));
  for (const { status, count, clientVisible } of b) {
    const sum = sums.get(status);
    sums.set(status, {
      status,
      count: (sum?.count ?? 0) + count,
      clientVisible: (sum?.clientVisible ?? 0) + clientVisible,
    });
  }
  return [...sums.values()].filter(({ count }) => count > 0);
}
