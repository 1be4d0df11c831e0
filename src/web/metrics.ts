import { dayMs } from '../base/duration.js';
import type { CauseId } from '../diagnose/causes/index.js';
import type { HealthIssue } from '../health/issue.js';
import type { Outcome } from '../parse/event.js';
import type { FileCoverage, OutboxStats, Repository } from '../report/repository.js';

/** Figures for a monitoring system, about the logs and about the program itself. */
export type MetricsSnapshot = {
  readonly failures: readonly FailureCounter[];
  readonly openIncidents: number;
  readonly coverage: readonly FileCoverage[];
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

/** The highest count of each series so far. A late line can move a failure, but a counter must not fall. */
export type CounterState = {
  readonly startedAt: number;
  readonly highestCounts: Map<string, FailureCounter>;
};

export const createCounterState = (startedAt: number): CounterState => ({
  startedAt,
  highestCounts: new Map(),
});

/** Collects the figures. Failures are counted since the start of the program, in at most 500 series and `(other)`. */
export function collectMetrics({ repository, now, counters }: MetricsInput): MetricsSnapshot {
  updateCounters(counters, repository.failuresByLabel({ from: counters.startedAt, to: now }, countsMax));
  const coverage = repository.coverage();
  const newestAt = Math.max(...coverage.map(({ latestAt }) => latestAt ?? -Infinity));
  return {
    failures: [...counters.highestCounts.values()],
    openIncidents: repository.openIncidents().length,
    coverage,
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

/** A series keeps its place; the others are added up by cause and outcome. */
function updateCounters({ highestCounts }: CounterState, counts: readonly FailureCounter[]): void {
  const overflow = new Map<string, FailureCounter>();
  for (const counted of counts) {
    const isKnown = highestCounts.has(formatSeriesKey(counted)) || highestCounts.size < seriesMax;
    if (isKnown) raiseCounter(highestCounts, counted);
    else {
      const total = { ...counted, upstream: overflowUpstream };
      overflow.set(formatSeriesKey(total), {
        ...total,
        count: counted.count + (overflow.get(formatSeriesKey(total))?.count ?? 0),
      });
    }
  }
  for (const total of overflow.values()) raiseCounter(highestCounts, total);
}

function raiseCounter(highest: CounterState['highestCounts'], counted: FailureCounter): void {
  const previousCount = highest.get(formatSeriesKey(counted))?.count ?? 0;
  highest.set(formatSeriesKey(counted), { ...counted, count: Math.max(previousCount, counted.count) });
}

const formatSeriesKey = ({ cause, upstream, outcome }: FailureCounter) =>
  `${cause} ${outcome} ${upstream ?? ''}`;
