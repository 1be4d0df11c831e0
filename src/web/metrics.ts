import { dayMs } from '../base/duration.js';
import type { Span } from '../base/span.js';
import type { CauseId } from '../diagnose/causes/index.js';
import type { HealthIssue } from '../health/issue.js';
import type { Outcome } from '../parse/event.js';
import type { FileCoverage, OutboxStats, PatternCount, Repository } from '../report/repository.js';

/** Figures for a monitoring system, about the logs and about the program itself. */
export type MetricsSnapshot = {
  readonly failures: readonly FailureCounter[];
  readonly requests: readonly RequestCounter[];
  readonly openIncidents: number;
  readonly coverage: readonly FileCoverage[];
  /** Patterns of unread and unknown records of the last day. */
  readonly patterns: readonly PatternCount[];
  readonly outboxStats: OutboxStats;
  /** Open problems of the bot itself. */
  readonly healthIssues: readonly HealthIssue[];
  /** Time since the latest record that was read; null before the first. */
  readonly lagMs: number | null;
};

export type FailureCounter = {
  readonly cause: CauseId;
  readonly upstream: string | null;
  readonly outcome: Outcome;
  readonly count: number;
};

/** Requests by the first digit of the status that the access log has. */
export type RequestCounter = {
  readonly upstream: string | null;
  /** `2xx`; `none` for a request without a status. */
  readonly statusClass: string;
  readonly count: number;
};

/** The highest count of each series so far. A late line can move a failure, but a counter must not fall. */
export type CounterState = {
  readonly startedAt: number;
  readonly failures: Map<string, FailureCounter>;
  readonly requests: Map<string, RequestCounter>;
};

export const createCounterState = (startedAt: number): CounterState => ({
  startedAt,
  failures: new Map(),
  requests: new Map(),
});

/**
 * Collects the figures. Failures and requests are counted since the start of the program, in at most 500 series and
 * `(other)` each.
 */
export function collectMetrics({ repository, now, counters }: MetricsInput): MetricsSnapshot {
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

type MetricsInput = {
  readonly repository: Repository;
  readonly now: number;
  readonly counters: CounterState;
};

/** Upstreams come and go, and a monitoring system keeps every series. Later upstreams are counted as `(other)`. */
const seriesMax = 500;
/** Further label sets are not read: names can be made up by clients. */
const countsMax = 10_000;
const outboxWindowMs = 30 * dayMs;
const overflowUpstream = '(other)';

/** Requests by upstream and class of status. */
function countRequests(repository: Repository, span: Span): readonly RequestCounter[] {
  const counters = new Map<string, RequestCounter>();
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

/** A count that has an upstream among its labels. */
type UpstreamCounter = { readonly upstream: string | null; readonly count: number };

/** A series keeps its place; the others are added up by their other labels. */
function updateCounters<Counter extends UpstreamCounter>(
  highest: Map<string, Counter>,
  counts: readonly Counter[],
  formatLabels: (counted: Counter) => string,
): void {
  const formatKey = (counted: Counter) => `${formatLabels(counted)} ${counted.upstream ?? ''}`;
  const raise = (counted: Counter) => {
    const key = formatKey(counted);
    highest.set(key, { ...counted, count: Math.max(highest.get(key)?.count ?? 0, counted.count) });
  };
  const overflow = new Map<string, Counter>();
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
