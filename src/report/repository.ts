import type { Span } from '../base/span.js';
import type { CauseId } from '../diagnose/causes/index.js';
import type { GatewayRole } from '../diagnose/correlate/gateway-roles.js';
import type { Failure } from '../diagnose/failure.js';
import type { UpstreamStats } from '../diagnose/upstream-stats.js';
import type { HealthIssue } from '../health/issue.js';
import type { EmptyingCause } from '../incidents/empty-groups.js';
import type { OutcomeCounts } from '../incidents/failure-counts.js';
import type { FixRecord, GivenFixAnswer } from '../incidents/fix-answer.js';
import {
  findRootCause,
  type Incident,
  type IncidentId,
  type IncidentNumber,
  listUpstreamNames,
} from '../incidents/incident.js';
import type { TimelineEntry } from '../incidents/timeline.js';
import type { GatewayChange, LogFormatId, Maker, Outcome } from '../parse/event.js';
import type { Evidence } from '../parse/line.js';
import type { LinePattern } from '../parse/pattern-miner.js';
import type { LogZone } from '../parse/zone-reading.js';
import type { DataLoss } from '../pipeline/checkpoint.js';

/** Read access to the stored data, one method per question. Implemented by `storage/`. */
export interface Repository {
  totals(span: Span, filter?: FailureFilter): FailureTotals;
  /** Those with most failures that clients saw come first, then those with most failures. */
  top(by: Dimension, span: Span, limit: number, filter?: FailureFilter): readonly RankedCount[];
  /** Cause and upstream pairs, most frequent first. */
  groups(span: Span, limit: number, filter?: FailureFilter): readonly FailureGroup[];
  /**
   * Start of the part of the span that is answered completely: later than `span.from` where the filter needs individual
   * failures, and those are too many or already pruned.
   */
  completeSince(span: Span, filter?: FailureFilter, by?: Dimension): number;
  /**
   * Since when the logs were read, epoch ms: nothing is known of earlier times. The first start, with its history, or else
   * the minute, or hour of older data, of the first record; null when there is none.
   */
  readSince(): number | null;
  /** Individual failures, from the given end of the span. */
  individualFailures(
    span: Span,
    filter: FailureFilter,
    end: 'first' | 'latest',
    limit: number,
  ): readonly Failure[];
  /** Number of requests; undefined for filters that requests are not counted by, such as client or method. */
  requestCount(span: Span, filter: FailureFilter): RequestTotal | undefined;
  /** Requests of each name; undefined as above. */
  requestCountsBy(
    span: Span,
    by: RequestDimension,
    names: readonly string[],
    filter?: FailureFilter,
  ): RequestTotals | undefined;
  /**
   * Answers of the gateway by status and by values of the dimension, most frequent first, whether they are failures or not;
   * undefined for filters that requests are not counted by.
   */
  answers(span: Span, by: AnswerDimension, filter?: FailureFilter): AnswerCounts | undefined;
  /** The latest minute, hour or day with a good response; null when access logs have none, undefined as above. */
  lastSuccess(span: Span, filter?: FailureFilter): Span | null | undefined;
  /** Incidents that would have opened under this threshold, oldest first. */
  thresholdTrial(span: Span, rule: ThresholdRule, limit: number): readonly TrialIncident[];
  /** Names that questions can use. */
  knownNames(): KnownNames;
  /** Client-impacting failures per minute, one number per minute from `from` to `to`. */
  failuresPerMinute(span: Span, filter?: FailureFilter): readonly number[];
  /** The same per hour, for long spans. */
  failuresPerHour(span: Span, filter?: FailureFilter): readonly number[];
  /** Opened incidents that overlap the span, newest first. */
  incidents(span: Span): readonly Incident[];
  /** Incidents that are open now, most client impact first. */
  openIncidents(): readonly Incident[];
  /** The incident with this public number: 142 for BG-142. */
  incidentByNumber(number: IncidentNumber): Incident | undefined;
  /** Its latest failures, newest first: the source of certainty, hints and missing log fields. */
  latestFailures(incident: Incident, limit: number): readonly Failure[];
  /** First and latest records of an incident, each at most `limit`. */
  evidence(incident: Incident, limit: number): readonly Evidence[];
  /** Opened incidents of the same upstream and cause before this one, newest first. */
  earlierIncidents(incident: Incident, limit: number): readonly Incident[];
  /** What people said ended it; null while nobody did. */
  fixAnswer(incident: Incident): GivenFixAnswer | null;
  /** What they said of other incidents of the same upstream and cause. */
  fixRecord(incident: Incident): FixRecord;
  /** The incident this one was merged into, and the numbered incidents merged into it. */
  relatedIncidents(incident: Incident): RelatedIncidents;
  /** Stored timeline of an incident, oldest first. */
  timeline(incidentId: IncidentId): readonly TimelineEntry[];
  /** Statistics of an upstream per minute and per peer, from which hints are detected. */
  upstreamStats(span: Span, filter: UpstreamCause): UpstreamStats;
  changes(span: Span): readonly GatewayChange[];
  coverage(): readonly FileCoverage[];
  /** Patterns of unread and unknown records in the span, rounded outwards to hours: those with most come first. */
  linePatterns(span: Span): readonly PatternCount[];
  /** How the access logs stand to each other: a request that passed two gateways is counted at the first. */
  gatewayRoles(): readonly GatewayRole[];
  /** Data lost while reading in the span, newest first. */
  dataLosses(span: Span): readonly DataLoss[];
  /** Problems with the bot itself or its logs that overlap the span, newest first. */
  healthIssues(span: Span): readonly HealthIssue[];
  /** Failures by cause, upstream and outcome, most frequent first. */
  failuresByLabel(span: Span, limit: number): readonly LabeledCount[];
  /** Counts of messages created in the span. */
  outboxStats(span: Span): OutboxStats;
}

export type LabeledCount = {
  readonly cause: CauseId;
  readonly upstream: string | null;
  readonly outcome: Outcome;
  readonly count: number;
};

export type OutboxStats = {
  /** Messages posted in the channel: one per incident, which is then edited and replied to in its thread. */
  readonly posts: number;
  readonly edits: number;
  readonly replies: number;
  /** Given up after a permanent error from Slack. */
  readonly failed: number;
  readonly waiting: number;
  /** Creation time of the oldest waiting message. */
  readonly waitingSince: number | null;
};

/** Filter of a query: every given member must match; a list matches any of its values. */
export type FailureFilter = {
  readonly upstream?: string | null;
  /** Any of these, as many as an incident can affect. */
  readonly upstreams?: readonly (string | null)[];
  readonly cause?: CauseId;
  readonly causes?: readonly CauseId[];
  readonly statuses?: readonly number[];
  readonly outcomes?: readonly Outcome[];
  readonly makers?: readonly Maker[];
  readonly routes?: readonly string[];
  readonly peers?: readonly string[];
  readonly hosts?: readonly string[];
  readonly methods?: readonly string[];
  readonly clients?: readonly string[];
  readonly customers?: readonly string[];
  readonly gateways?: readonly LogFormatId[];
};

/** Returns the filter for these upstreams. */
export const filterByUpstreams = (upstreams: readonly (string | null)[]): FailureFilter => {
  const [first = null, ...more] = upstreams;
  return more.length === 0 ? { upstream: first } : { upstreams };
};

/** The filter for errors that applications made themselves: without it, they are left out. */
export const applicationErrorFilter: FailureFilter = { causes: ['upstream-500'] };

/** The filter for the failures of an incident, by its upstreams: errors of applications only if it is about these. */
export const filterByIncident = (incident: Incident): FailureFilter => {
  const filter = filterByUpstreams(listUpstreamNames(incident));
  return findRootCause(incident) === 'upstream-500' ? { ...filter, ...applicationErrorFilter } : filter;
};

/** `parent`: the incident this one was merged into. `children`: announced incidents merged into this one, latest last. */
export type RelatedIncidents = {
  readonly parent: Incident | null;
  readonly children: readonly Incident[];
  /** Other faults that began within minutes, or that this upstream had just before: nearest first, two at most. */
  readonly nearby: readonly Incident[];
};

/** One cause at one upstream. */
export type UpstreamCause = Required<Pick<FailureFilter, 'upstream' | 'cause'>>;

export type Dimension =
  | 'cause'
  | 'upstream'
  | 'status'
  | 'outcome'
  | 'route'
  | 'peer'
  | 'host'
  | 'method'
  | 'maker'
  | 'client'
  | 'customer'
  | 'gateway';

/** An alert threshold to try out. */
export type ThresholdRule = { readonly failures: number; readonly windowMs: number };

/** An incident that would have opened under a threshold. */
export type TrialIncident = {
  /** Number of the real incident; null where none opened. */
  readonly number: number | null;
  readonly upstream: string | null;
  readonly cause: CauseId;
  /** Time at which the threshold was reached. */
  readonly at: number;
  /** Its client-impacting failures in the span. */
  readonly failures: number;
};

/** Names found in recent records, each list bounded. */
export type KnownNames = {
  readonly upstreams: readonly string[];
  readonly routes: readonly string[];
  readonly peers: readonly string[];
  readonly hosts: readonly string[];
  readonly customers: readonly string[];
};

/** No names at all. */
export const noKnownNames: KnownNames = { upstreams: [], routes: [], peers: [], hosts: [], customers: [] };

export type RankedCount = {
  /** Cause id, upstream, route, peer, status or client; null where the records have none. */
  readonly key: string | null;
  readonly count: number;
  /** Failures of `count` that clients saw or may have seen. */
  readonly clientImpacting: number;
};

export type FailureTotals = {
  readonly failures: number;
  readonly outcomes: OutcomeCounts;
  /** By the status that clients received; failures without a status are left out. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** The same of those alone whose outcome is `client-visible`. */
  readonly visibleByStatus: Readonly<Record<string, number>>;
  /** Requests in the access logs; null when no access log was read in the span. */
  readonly requests: number | null;
};

export type RequestTotal = {
  /** The counted span: rounded outwards to the stored rollups, and later where counting began later. */
  readonly span: Span;
  /** Null when no access log was read. */
  readonly requests: number | null;
};

/** Requests by name; names in no access log are left out. */
export type RequestTotals = { readonly span: Span; readonly requests: ReadonlyMap<string, number> };

export type AnswerCounts = {
  /** The counted span, rounded outwards to the stored rollups. */
  readonly span: Span;
  /** Time from which statuses are counted; null when no access log has been read. */
  readonly countedSince: number | null;
  readonly counts: readonly AnswerCount[];
};

/** Answers with one status, and one value of the dimension they were asked by. */
export type AnswerCount = {
  /** Null when the log shows none, as the client left before it. */
  readonly status: number | null;
  /** Null where the log has none, and when asked by status alone. */
  readonly key: string | null;
  readonly requests: number;
  /** Error answers of `requests` that the log shows to be made by the upstream. */
  readonly madeByUpstream: number;
};

/** Dimensions that answers are counted by. */
export type AnswerDimension = Extract<Dimension, 'status' | 'upstream' | 'route' | 'host'>;

/** Dimensions that requests are counted by, besides upstream. */
export type RequestDimension = Extract<Dimension, 'route' | 'host' | 'customer'>;

export type FailureGroup = {
  readonly cause: CauseId;
  readonly upstream: string | null;
  readonly count: number;
  readonly outcomes: OutcomeCounts;
  readonly statuses: Readonly<Record<string, number>>;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly routes: readonly RankedCount[];
  readonly peers: readonly RankedCount[];
  readonly examples: readonly Evidence[];
  /** What emptied the group, as it was settled when the failures were filed; null or absent where nothing tells. */
  readonly emptiedBy?: EmptyingCause | null;
};

/** Parsing statistics of a log file. */
export type FileCoverage = {
  readonly file: string;
  /** Log format of its latest record; null while no record was parsed. */
  readonly gateway: LogFormatId | null;
  readonly lines: number;
  readonly records: number;
  readonly unparsed: number;
  /** Records that look forged; absent where there are none. */
  readonly forged?: number;
  /** Up to three unparsed records. */
  readonly examples: readonly Evidence[];
  /** Time of the latest record, epoch ms. */
  readonly latestAt: number | null;
  /** Current read error, such as `EACCES`; null when there is none. */
  readonly error: string | null;
  /** Its zone, as its records show it; null for a log whose times have one, or without failures. */
  readonly zone: LogZone | null;
};

/** A pattern of unread or unknown records, and how many of them there were in a span. */
export type PatternCount = LinePattern & { readonly count: number };

/** True when logs were read in the period: neither failures nor requests means that nothing was read. */
export const hasTraffic = ({ failures, requests }: FailureTotals): boolean =>
  failures > 0 || (requests ?? 0) > 0;

/** A span in a question, with its label. */
export type TimeWindow = { readonly span: Span; readonly label: string };
