import type { Span } from '../base/span.js';
import type { CauseId } from '../diagnose/causes/index.js';
import type { Failure } from '../diagnose/failure.js';
import type { UpstreamStats } from '../diagnose/upstream-stats.js';
import type { HealthIssue } from '../health/issue.js';
import type { OutcomeCounts } from '../incidents/failure-counts.js';
import type { Incident, IncidentId, IncidentNumber } from '../incidents/incident.js';
import type { TimelineEntry } from '../incidents/timeline.js';
import type { GatewayChange, LogFormatId, Maker, Outcome } from '../parse/event.js';
import type { Evidence } from '../parse/line.js';
import type { DataLoss } from '../pipeline/checkpoint.js';

/** What has been stored, as questions that people ask. Answered by `store/`; read by commands, reports and the survey. */
export interface Repository {
  totals(span: Span, filter?: FailureFilter): FailureTotals;
  /** Most frequent first. */
  top(by: Dimension, span: Span, limit: number, filter?: FailureFilter): readonly RankedCount[];
  /** Cause and upstream pairs, most frequent first. */
  groups(span: Span, limit: number, filter?: FailureFilter): readonly FailureGroup[];
  /** From when on a question is answered completely: later than asked where only single failures tell, and those are many or gone. */
  completeSince(span: Span, filter?: FailureFilter, by?: Dimension): number;
  /** Failures of the span one by one, from that end of it. */
  individualFailures(
    span: Span,
    filter: FailureFilter,
    end: 'first' | 'latest',
    limit: number,
  ): readonly Failure[];
  /** Requests; undefined where they are not counted as narrowly as that: by client, by method and the like. */
  requestCount(span: Span, filter: FailureFilter): RequestTotal | undefined;
  /** Requests of each of these; undefined as above. */
  requestCountsBy(
    span: Span,
    by: RequestDimension,
    names: readonly string[],
    filter?: FailureFilter,
  ): RequestTotals | undefined;
  /** The latest minute with a good answer, or its hour or day; null when access logs tell of none, undefined as above. */
  lastSuccess(span: Span, filter?: FailureFilter): Span | null | undefined;
  /** Which incidents would have opened at this many alarming failures within the time, first ones first. */
  thresholdTrial(span: Span, rule: ThresholdRule, limit: number): readonly TrialIncident[];
  /** What things are called here, so that a question can name them. */
  knownNames(): KnownNames;
  /** Alarming failures per minute, one number a minute from `from` to `to`. */
  failuresPerMinute(span: Span, filter?: FailureFilter): readonly number[];
  /** The same by whole hours, for long spans. */
  failuresPerHour(span: Span, filter?: FailureFilter): readonly number[];
  /** Opened incidents that overlap the span, newest first. */
  incidents(span: Span): readonly Incident[];
  /** Incidents that are open now, the one with most clients first. */
  openIncidents(): readonly Incident[];
  /** By the number in its name: 142 for BG-142. */
  incidentByNumber(number: IncidentNumber): Incident | undefined;
  /** Its latest failures, newest first: how sure we are, the hints, and what the log does not tell. */
  latestFailures(incident: Incident, limit: number): readonly Failure[];
  /** First and latest records of an incident, each at most `limit`. */
  evidence(incident: Incident, limit: number): readonly Evidence[];
  /** Opened incidents of the same upstream and cause before this one, newest first. */
  earlierIncidents(incident: Incident, limit: number): readonly Incident[];
  /** The incident that this one has become a part of, and the ones that are a part of it and had a name. */
  relatedIncidents(incident: Incident): RelatedIncidents;
  /** What happened to an incident, by its row number, in order of time. */
  timeline(incidentId: IncidentId): readonly TimelineEntry[];
  /** How an upstream fared, minute by minute and peer by peer: what hints are drawn from. */
  upstreamStats(span: Span, filter: UpstreamCause): UpstreamStats;
  changes(span: Span): readonly GatewayChange[];
  coverage(): readonly FileCoverage[];
  /** What reading lost in the span, newest first. */
  dataLosses(span: Span): readonly DataLoss[];
  /** What was wrong with the bot itself or its logs at some time of the span, newest first. */
  healthIssues(span: Span): readonly HealthIssue[];
  /** Failures by cause, upstream and outcome, most frequent first. */
  failuresByLabel(span: Span, limit: number): readonly LabeledCount[];
  /** What was written for the channel in the span. */
  outboxStats(span: Span): OutboxStats;
}

export type LabeledCount = {
  readonly cause: CauseId;
  readonly upstream: string | null;
  readonly outcome: Outcome;
  readonly count: number;
};

export type OutboxStats = {
  /** Messages that the channel got: one an incident, edited ever after, with replies in its thread. */
  readonly posts: number;
  readonly edits: number;
  readonly replies: number;
  /** Given up, because Slack would never take them. */
  readonly failed: number;
  readonly waiting: number;
  /** When the oldest that waits was written. */
  readonly waitingSince: number | null;
};

/** Narrows a question: to one upstream or cause, or to those failures whose value is in the list. */
export type FailureFilter = {
  readonly upstream?: string | null;
  /** Any of these, as many as an incident may hit. */
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

/** What happened at these upstreams. */
export const filterByUpstreams = (upstreams: readonly (string | null)[]): FailureFilter => {
  const [first = null, ...more] = upstreams;
  return more.length === 0 ? { upstream: first } : { upstreams };
};

/** Incidents that are one fault: the one that speaks for it, or those it speaks for that the channel had heard of, the latest last. */
export type RelatedIncidents = { readonly parent: Incident | null; readonly children: readonly Incident[] };

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

/** When an incident would open. */
export type ThresholdRule = { readonly failures: number; readonly windowMs: number };

/** One that would have. */
export type TrialIncident = {
  /** As it is known; null where it has not opened. */
  readonly number: number | null;
  readonly upstream: string | null;
  readonly cause: CauseId;
  /** When enough had failed. */
  readonly at: number;
  /** Alarming failures of it in the span. */
  readonly failures: number;
};

/** Names that records have told of lately, each list bounded. */
export type KnownNames = {
  readonly upstreams: readonly string[];
  readonly routes: readonly string[];
  readonly peers: readonly string[];
  readonly hosts: readonly string[];
  readonly customers: readonly string[];
};

/** For words that are to name nothing that records have told of. */
export const noKnownNames: KnownNames = { upstreams: [], routes: [], peers: [], hosts: [], customers: [] };

export type RankedCount = {
  /** The cause id, upstream, route, peer, status or client; null where the records do not tell. */
  readonly key: string | null;
  readonly count: number;
  /** Of these, seen by clients or perhaps seen. */
  readonly clientImpacting: number;
};

export type FailureTotals = {
  readonly failures: number;
  readonly outcomes: OutcomeCounts;
  /** By the status that clients got; failures without one are not in here. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** Requests in the access logs; null when no access log was read in the span. */
  readonly requests: number | null;
};

export type RequestTotal = {
  /** What they were counted over: rounded outwards to what is kept, and later where counting began later. */
  readonly span: Span;
  /** Null when no access log was read. */
  readonly requests: number | null;
};

/** The same of each of several; those of which no access log tells are left out. */
export type RequestTotals = { readonly span: Span; readonly requests: ReadonlyMap<string, number> };

/** What requests are counted by, besides upstreams. */
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
};

/** How much of a file was understood. */
export type FileCoverage = {
  readonly file: string;
  /** The dialect of its latest record; null while none was understood. */
  readonly gateway: LogFormatId | null;
  readonly lines: number;
  readonly records: number;
  readonly unparsed: number;
  /** Up to three records that nothing could read. */
  readonly examples: readonly Evidence[];
  /** Time of the latest record, epoch ms. */
  readonly latestAt: number | null;
  /** Why it cannot be read now, such as `EACCES`; null when it can. */
  readonly error: string | null;
};

/** True for a time in which logs were read: none that failed and none that was served means that nobody looked. */
export const hasTraffic = ({ failures, requests }: FailureTotals): boolean =>
  failures > 0 || (requests ?? 0) > 0;

/** A stretch of time that was asked about, and how to say it. */
export type TimeWindow = { readonly span: Span; readonly label: string };
