import { minuteMs } from '../../base/duration.js';
import type { Span } from '../../base/span.js';
import type { HealthIssue } from '../../health/issue.js';
import { sumSaved } from '../../incidents/failure-counts.js';
import type { Incident } from '../../incidents/incident.js';
import type { GatewayChange } from '../../parse/event.js';
import type { DataLoss } from '../../pipeline/checkpoint.js';
import type {
  FailureFilter,
  FailureTotals,
  FileCoverage,
  OutboxStats,
  PatternCount,
  RankedCount,
  Repository,
} from '../repository.js';
import { type AnswersSummary, summarizeAnswers } from './answers.js';
import { addRequestCounts, type RankedRate, rankByRate } from './failure-rate.js';
import { foldAftermath } from './fold-aftermath.js';
import { createGroupContextLookup, type GroupSummary } from './group.js';
import { findSlowBurns, type SlowBurn } from './slow-burn.js';
import { buildTimeSeries, type TimeSeries } from './time-series.js';

/** Everything known about a span of time, for reports and pages. */
export type PeriodSummary = {
  readonly span: Span;
  readonly timezone: string;
  readonly totals: FailureTotals;
  /** All answers, failures or not. */
  readonly answers: AnswersSummary;
  readonly groups: readonly GroupSummary[];
  /** Causes that persist below the alert threshold. */
  readonly slowBurns: readonly SlowBurn[];
  readonly timeSeries: TimeSeries;
  readonly upstreams: readonly UpstreamSummary[];
  /** Highest failure rate first. */
  readonly routes: readonly RankedRate[];
  /** The same by customer; empty where no log names customers. */
  readonly customers: readonly RankedRate[];
  /** Client addresses that saw failures. */
  readonly clients: DistinctCount;
  /** Newest first. */
  readonly incidents: readonly Incident[];
  /** Gateway changes, oldest first. */
  readonly changes: readonly GatewayChange[];
  readonly coverage: readonly FileCoverage[];
  /** Patterns of unread and unknown records, those with most first. */
  readonly patterns: readonly PatternCount[];
  /** Since when the logs were read: nothing is known of earlier times. */
  readonly readSince: number | null;
  /** Data lost while reading, newest first. */
  readonly dataLosses: readonly DataLoss[];
  /** Problems with the bot itself, newest first. */
  readonly healthIssues: readonly HealthIssue[];
  readonly outboxStats: OutboxStats;
};

/** Failures and requests of an upstream in the span. */
export type UpstreamSummary = {
  readonly upstream: string | null;
  /** Failures that clients saw or may have seen. */
  readonly clientImpacting: number;
  readonly saved: number;
  /** Its requests; null without an access log. */
  readonly requests: number | null;
  /** Most failures first. */
  readonly peers: readonly RankedCount[];
};

/** A number of distinct values; `isMore` when counting stopped at a limit. */
export type DistinctCount = { readonly count: number; readonly isMore: boolean };

/** Summarizes a span. */
export function summarizePeriod(span: Span, timezone: string, repository: Repository): PeriodSummary {
  const groups = repository.groups(span, groupsQueriedMax);
  const findContext = createGroupContextLookup(repository);
  const foldedGroups = foldAftermath(groups);
  const incidents = repository.incidents(span).filter(({ mergedIntoId }) => mergedIntoId === null);
  return {
    span,
    timezone,
    totals: repository.totals(span),
    answers: summarizeAnswers(repository, span, {}),
    groups: foldedGroups.slice(0, groupsMax).map((group) => ({ ...group, ...findContext(group) })),
    slowBurns: findSlowBurns(foldedGroups, incidents, { span, timezone }, repository),
    timeSeries: buildTimeSeries(span, repository, groups),
    upstreams: summarizeUpstreams(span, repository),
    routes: rankRates('route', span, repository),
    customers: rankRates('customer', span, repository),
    clients: countClients(span, repository),
    incidents: incidents.slice(0, incidentsMax),
    changes: selectNotableChanges(repository.changes(span)).slice(0, changesMax),
    coverage: repository.coverage(),
    patterns: repository.linePatterns(span),
    readSince: repository.readSince(),
    dataLosses: repository.dataLosses(span),
    healthIssues: repository.healthIssues(span),
    outboxStats: repository.outboxStats(span),
  };
}

/** Counts the clients that saw failures. */
export function countClients(span: Span, repository: Repository, filter: FailureFilter = {}): DistinctCount {
  const clients = repository
    .top('client', span, clientsMax + 1, filter)
    .filter(({ key, clientImpacting }) => key !== null && clientImpacting > 0);
  return { count: Math.min(clients.length, clientsMax), isMore: clients.length > clientsMax };
}

/** Changes worth showing, oldest first: without ejections and the worker restarts that a reload causes. */
export function selectNotableChanges(changes: readonly GatewayChange[]): readonly GatewayChange[] {
  const sorted = [...changes].sort((a, b) => a.at - b.at);
  const deliberate = sorted.filter(({ kind }) => kind === 'reload' || kind === 'config' || kind === 'deploy');
  return sorted.filter(
    ({ kind, at }) =>
      kind !== 'ejection' &&
      ((kind !== 'restart' && kind !== 'stop') ||
        !deliberate.some((cause) => at >= cause.at && at - cause.at < reloadTurnoverMs)),
  );
}

/** Workers restarted within this time after a reload belong to it. */
const reloadTurnoverMs = minuteMs;

const groupsMax = 12;
/** More than are listed, because folding joins several into one. */
const groupsQueriedMax = 60;
const upstreamsMax = 10;
const peersMax = 6;
const ratesMax = 10;
const ratesComparedMax = 100;
const incidentsMax = 50;
const changesMax = 200;
const clientsMax = 10_000;

/** Failure rates of the entries with most failures. */
function rankRates(by: 'route' | 'customer', span: Span, repository: Repository): readonly RankedRate[] {
  const namedCounts = repository.top(by, span, ratesComparedMax).filter(({ key }) => key !== null);
  return rankByRate(addRequestCounts(namedCounts, by, { repository, span, filter: {} })).slice(0, ratesMax);
}

function summarizeUpstreams(span: Span, repository: Repository): readonly UpstreamSummary[] {
  return repository.top('upstream', span, upstreamsMax).map(({ key: upstream, clientImpacting }) => {
    const { outcomes, requests } = repository.totals(span, { upstream });
    return {
      upstream,
      clientImpacting,
      saved: sumSaved(outcomes),
      requests,
      peers: repository.top('peer', span, peersMax, { upstream }).filter(({ key }) => key !== null),
    };
  });
}
