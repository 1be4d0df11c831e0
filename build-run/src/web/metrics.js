import { dayMs } from '../base/duration.js';
export const createCounterState = (startedAt) => ({
  startedAt,
  failures: new Map(),
  requests: new Map(),
});
/**
 * Collects the figures. Failures and requests are counted since the start of the program, in at most 500 series and
 * `(other)` each.
 */
export function collectMetrics({ repository, now, counters }) {
  const span = { from: counters.startedAt, to: now };
  updateCounters(
    counters.failures,
    repository.failuresByLabel(span, countsMax),
    ({ cause, outcome }) => `${cause} ${outcome}`,
  );
  updateCounters(counters.requests, countRequests(repository, span), ({ statusClass }) => statusClass);
  const coverage = repository.coverage();
  const newestAt = Math.max(...coverage.map(({ latestAt }) => latestAt ?? -Infinity));
  return {
    failures: [...counters.failures.values()],
    requests: [...counters.requests.values()],
    openIncidents: repository.openIncidents().length,
    coverage,
    patterns: repository.linePatterns({ from: now - dayMs, to: now + 1 }),
    outboxStats: repository.outboxStats({ from: now - outboxWindowMs, to: now + 1 }),
    healthIssues: repository.healthIssues({ from: now, to: now + 1 }),
    lagMs: Number.isFinite(newestAt) ? Math.max(0, now - newestAt) : null,
  };
}
/** Upstreams come and go, and a monitoring system keeps every series. Later upstreams are counted as `(other)`. */
const seriesMax = 500;
/** Further label sets are not read: names can be made up by clients. */
const countsMax = 10_000;
const outboxWindowMs = 30 * dayMs;
const overflowUpstream = '(other)';
/** Requests by upstream and class of status. */
function countRequests(repository, span) {
  const counters = new Map();
  for (const { status, key: upstream, requests } of repository.answers(span, 'upstream')?.counts ?? []) {
    const statusClass = status === null ? 'none' : `${Math.floor(status / 100)}xx`;
    const series = `${statusClass} ${upstream ?? ''}`;
    counters.set(series, {
      upstream,
      statusClass,
      count: requests + (counters.get(series)?.count ?? 0),
    });
  }
  return [...counters.values()];
}
/** A series keeps its place; the others are added up by their other labels. */
function updateCounters(highest, counts, formatLabels) {
  const formatKey = (counted) => `${formatLabels(counted)} ${counted.upstream ?? ''}`;
  const raise = (counted) => {
    const key = formatKey(counted);
    highest.set(key, { ...counted, count: Math.max(highest.get(key)?.count ?? 0, counted.count) });
  };
  const overflow = new Map();
  for (const counted of counts) {
    if (highest.has(formatKey(counted)) || highest.size < seriesMax) raise(counted);
    else {
      const total = { ...counted, upstream: overflowUpstream };
      const key = formatKey(total);
      overflow.set(key, { ...total, count: counted.count + (overflow.get(key)?.count ?? 0) });
    }
  }
  for (const total of overflow.values()) raise(total);
}
