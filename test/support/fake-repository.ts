import type { Span } from '../../src/base/span.js';
import type { CauseId } from '../../src/diagnose/causes/index.js';
import { type Failure, isClientImpacting } from '../../src/diagnose/failure.js';
import type { MinuteStats, PeerStats } from '../../src/diagnose/upstream-stats.js';
import type { HealthIssue } from '../../src/health/issue.js';
import type { Incident } from '../../src/incidents/incident.js';
import type { GatewayChange } from '../../src/parse/event.js';
import type { DataLoss } from '../../src/pipeline/checkpoint.js';
import type {
  Dimension,
  FailureFilter,
  FailureGroup,
  FailureTotals,
  FileCoverage,
  OutboxStats,
  RankedCount,
  Repository,
} from '../../src/report/repository.js';
import { countOutcomes } from './incident-fixtures.js';

/** What a fake ledger holds. `requests` are access log lines without a failure, by instant. */
export type RepositoryContents = {
  readonly failures?: readonly Failure[];
  readonly incidents?: readonly Incident[];
  readonly changes?: readonly GatewayChange[];
  readonly coverage?: readonly FileCoverage[];
  readonly dataLosses?: readonly DataLoss[];
  readonly healthIssues?: readonly HealthIssue[];
  readonly outboxStats?: Partial<OutboxStats>;
  readonly requestCount?: number | null;
  /** Good answers by peer, and requests by minute: what hints are drawn from. */
  readonly goodByPeer?: Readonly<Record<string, number>>;
  readonly minuteStats?: readonly MinuteStats[];
};

/** A ledger over plain lists: every question is answered by walking them. */
export function createFakeRepository({
  failures = [],
  incidents = [],
  changes = [],
  coverage = [],
  dataLosses = [],
  healthIssues: issues = [],
  outboxStats: messages = {},
  requestCount = null,
  goodByPeer = {},
  minuteStats = [],
}: RepositoryContents): Repository {
  const selectFailures = ({ from, to }: Span, filter: FailureFilter = {}) =>
    failures.filter(
      (failure) =>
        failure.at >= from &&
        failure.at < to &&
        (filter.upstream === undefined || filter.upstream === failure.upstream) &&
        (filter.upstreams === undefined || filter.upstreams.includes(failure.upstream)) &&
        (filter.cause === undefined || filter.cause === failure.cause) &&
        isIncluded(filter.causes, failure.cause) &&
        isIncluded(filter.statuses, failure.status) &&
        isIncluded(filter.outcomes, failure.outcome) &&
        isIncluded(filter.makers, failure.madeBy) &&
        isIncluded(filter.routes, failure.route) &&
        isIncluded(filter.peers, failure.peer) &&
        isIncluded(filter.hosts, failure.host) &&
        isIncluded(filter.methods, failure.request?.method) &&
        isIncluded(filter.clients, failure.client) &&
        isIncluded(filter.customers, failure.customer) &&
        isIncluded(filter.gateways, failure.gateway),
    );
  const listNames = (selectName: (failure: Failure) => string | null) => [
    ...new Set(failures.flatMap((failure) => selectName(failure) ?? [])),
  ];
  const selectIncidentFailures = ({ upstream, firstFailureAt, lastFailureAt }: Incident) =>
    selectFailures({ from: firstFailureAt, to: lastFailureAt + 1 }, { upstream });
  const getOpenedAt = (incident: Incident) =>
    incident.state.type === 'pending' ? null : incident.state.openedAt;
  return {
    totals: (span, filter) => computeTotals(selectFailures(span, filter), requestCount),
    top: (by, span, limit, filter) => rankByKey(by, selectFailures(span, filter)).slice(0, limit),
    groups: (span, limit, filter) => groupFailures(selectFailures(span, filter)).slice(0, limit),
    completeSince: ({ from }) => from,
    individualFailures: (span, filter, end, limit) =>
      selectFailures(span, filter)
        .sort((a, b) => (end === 'first' ? a.at - b.at : b.at - a.at))
        .slice(0, limit),
    requestCount: (span) => ({ span, requests: requestCount }),
    requestCountsBy: (span) => ({ span, requests: new Map() }),
    lastSuccess: ({ to }) => (requestCount === null ? null : { from: to - 60_000, to }),
    thresholdTrial: () => [],
    timeline: () => [],
    knownNames: () => ({
      upstreams: listNames(({ upstream }) => upstream),
      routes: listNames(({ route }) => route),
      peers: listNames(({ peer }) => peer),
      hosts: listNames(({ host }) => host),
      customers: listNames(({ customer }) => customer),
    }),
    failuresPerMinute: (span, filter) => countPerBucket(selectFailures(span, filter), span, 60_000),
    failuresPerHour: (span, filter) => countPerBucket(selectFailures(span, filter), span, 3_600_000),
    incidents: ({ from, to }) =>
      incidents.filter(
        (incident) =>
          getOpenedAt(incident) !== null && incident.firstFailureAt < to && incident.lastFailureAt >= from,
      ),
    openIncidents: () => incidents.filter(({ state }) => state.type === 'open'),
    incidentByNumber: (number) => incidents.find((incident) => incident.number === number),
    latestFailures: (incident, limit) => [...selectIncidentFailures(incident)].reverse().slice(0, limit),
    evidence: (incident, limit) =>
      selectIncidentFailures(incident)
        .flatMap(({ evidence }) => evidence)
        .slice(0, limit),
    relatedIncidents: ({ id, mergedIntoId }) => ({
      parent: incidents.find((candidate) => candidate.id === mergedIntoId) ?? null,
      children: incidents.filter((candidate) => candidate.mergedIntoId === id && candidate.number !== null),
    }),
    earlierIncidents: (incident, limit) =>
      incidents
        .filter(
          ({ number, upstream }) => upstream === incident.upstream && (number ?? 0) < (incident.number ?? 0),
        )
        .slice(0, limit),
    upstreamStats: (span, filter) => ({
      failures: selectFailures(span, { upstream: filter.upstream }),
      peers: computePeerStats(selectFailures(span, { upstream: filter.upstream }), goodByPeer),
      minutes: minuteStats,
    }),
    changes: ({ from, to }) => changes.filter(({ at }) => at >= from && at < to),
    coverage: () => coverage,
    dataLosses: () => dataLosses,
    healthIssues: () => issues,
    failuresByLabel: (span, limit) =>
      selectFailures(span)
        .map(({ cause, upstream, outcome }) => ({ cause, upstream, outcome, count: 1 }))
        .slice(0, limit),
    outboxStats: () => ({
      posts: 0,
      edits: 0,
      replies: 0,
      failed: 0,
      waiting: 0,
      waitingSince: null,
      ...messages,
    }),
  };
}

const isIncluded = <T>(values: readonly T[] | undefined, value: T | null | undefined) =>
  values === undefined || (value !== null && value !== undefined && values.includes(value));

const getKey = (failure: Failure, by: Dimension): string | number | null => {
  if (by === 'method') return failure.request?.method ?? null;
  return by === 'maker' ? failure.madeBy : failure[by];
};

/** Alarming ones, one number for each width. */
const countPerBucket = (failures: readonly Failure[], { from, to }: Span, widthMs: number) =>
  Array.from(
    { length: Math.round((to - from) / widthMs) },
    (_, index) =>
      failures.filter(
        (failure) => isClientImpacting(failure) && Math.floor((failure.at - from) / widthMs) === index,
      ).length,
  );

function countStatuses(failures: readonly Failure[]): Record<string, number> {
  const statuses: Record<string, number> = {};
  for (const { status } of failures) if (status !== null) statuses[status] = (statuses[status] ?? 0) + 1;
  return statuses;
}

const computeTotals = (failures: readonly Failure[], requests: number | null): FailureTotals => ({
  failures: failures.length,
  outcomes: countOutcomes(failures),
  byStatus: countStatuses(failures),
  requests,
});

function rankByKey(by: Dimension, failures: readonly Failure[]): RankedCount[] {
  const toKey = (failure: Failure) => {
    const key = getKey(failure, by);
    return key === null ? null : String(key);
  };
  const keys = [...new Set(failures.map(toKey))];
  return keys
    .map((key) => {
      const matching = failures.filter((failure) => toKey(failure) === key);
      return { key, count: matching.length, clientImpacting: matching.filter(isClientImpacting).length };
    })
    .sort((a, b) => b.count - a.count);
}

function computePeerStats(
  failures: readonly Failure[],
  goodByPeer: Readonly<Record<string, number>>,
): PeerStats[] {
  const failedByPeer = new Map(rankByKey('peer', failures).map(({ key, count }) => [key, count]));
  return [...new Set([...failedByPeer.keys(), ...Object.keys(goodByPeer)])].flatMap((peer) =>
    peer === null
      ? []
      : {
          peer,
          successes: goodByPeer[peer] ?? 0,
          failures: failedByPeer.get(peer) ?? 0,
          firstSuccessAt: null,
          lastSuccessAt: null,
        },
  );
}

function groupFailures(failures: readonly Failure[]): FailureGroup[] {
  const groups = new Map<string, Failure[]>();
  for (const failure of failures) {
    const key = `${failure.cause} ${failure.upstream}`;
    groups.set(key, [...(groups.get(key) ?? []), failure]);
  }
  return [...groups.values()]
    .map((members): FailureGroup => {
      const [first] = members;
      const cause: CauseId = first?.cause ?? 'unknown';
      const times = members.map(({ at }) => at);
      return {
        cause,
        upstream: first?.upstream ?? null,
        count: members.length,
        outcomes: countOutcomes(members),
        statuses: countStatuses(members),
        firstAt: Math.min(...times),
        lastAt: Math.max(...times),
        routes: rankByKey('route', members),
        peers: rankByKey('peer', members),
        examples: members.flatMap(({ evidence }) => evidence).slice(0, 3),
      };
    })
    .sort((a, b) => b.count - a.count);
}
