/**
 * The pipeline runs log lines through parser, correlator and incident tracker: one chunk of lines comes in, one batch of
 * changes goes out, to be committed in one transaction with the checkpoint behind the lines.
 */
import { minuteMs } from '../base/duration.js';
import {
  type CorrelatorState,
  emptyCorrelatorState,
  LogCorrelator,
  noRestoredRequests,
  type RestoredRequests,
} from '../diagnose/correlate/correlator.js';
import type { LogOrigin } from '../diagnose/correlate/gateway-hosts.js';
import type { GatewayRole } from '../diagnose/correlate/gateway-roles.js';
import { HopFolder } from '../diagnose/correlate/hops.js';
import { noPendingChanges } from '../diagnose/correlate/pending-rows.js';
import type { PendingRequestOptions } from '../diagnose/correlate/stored-requests.js';
import { type FailureUpdate, isClientImpacting } from '../diagnose/failure.js';
import type { LogActivity } from '../health/inputs.js';
import { ApplicationErrors } from '../incidents/application-errors.js';
import type { Incident, IncidentRules } from '../incidents/incident.js';
import { emptyTrackerState, IncidentTracker, type TrackerState } from '../incidents/incident-tracker.js';
import type { CustomerKey } from '../parse/customer.js';
import type { DecoderOptions } from '../parse/decoder.js';
import type { Attempt, Change, Event, LogFormatId, Notice, Request } from '../parse/event.js';
import { identifyGatewayInstance } from '../parse/gateway-instance.js';
import { GatewayLogNames } from '../parse/gateway-log.js';
import {
  emptyParserState,
  flushParser,
  type ParserState,
  parseLines,
  redactParserState,
} from '../parse/parse-lines.js';
import { applyZoneReadings, type LogZone } from '../parse/zone-reading.js';
import { type Batch, mergeBatches, type RecentState } from './batch.js';
import { CatchUpClock } from './catch-up-clock.js';
import { type Checkpoint, type Chunk, type FileCheckpoint, getGenerationKey } from './checkpoint.js';
import { ConfigRefusals } from './config-refusals.js';
import { PeerTrafficCounter, RequestTrafficCounter, UpstreamTrafficCounter } from './traffic-counters.js';
import { WorkerChanges } from './worker-changes.js';

/** State of an earlier run, as the store restores it. */
export type RestoredState = TrackerState &
  RecentState & {
    readonly checkpoints: readonly Checkpoint[];
    readonly correlatorState: CorrelatorState | null;
    readonly pendingRequests: RestoredRequests;
  };

export const emptyRestoredState: RestoredState = {
  ...emptyTrackerState,
  checkpoints: [],
  correlatorState: null,
  pendingRequests: noRestoredRequests,
};

export type PipelineOptions = IncidentRules &
  PendingRequestOptions & {
    /** Which part of a request identifies the customer; null: none. */
    readonly customerKey?: CustomerKey | null;
    /** Share of the requests to an application, 0 to 1, from which its answers 500 are failures; 0 or absent: never. */
    readonly applicationErrorShare?: number;
    /** Log formats and timezone of the file at this path. */
    readonly getDecoderOptions: (path: string) => DecoderOptions;
    /** Start of the history that is being read, epoch ms: earlier events are left out. Null when it has been read. */
    readonly getHistorySince?: () => number | null;
  };

/** Finished generations whose parser state is kept. */
const finishedGenerationsMax = 1_000;

/**
 * Holds the state of parser, correlator and tracker between chunks. Commit what `ingest` and `tick` return in one
 * transaction. If a commit fails, this pipeline is ahead of the store: discard it, and create a new one from the
 * restored state.
 */
export class Pipeline {
  readonly #parserStates: Map<string, ParserState>;
  /** Keys of finished generations, in the order in which they finished. */
  readonly #finishedGenerations: Set<string>;
  readonly #correlator: LogCorrelator;
  readonly #hops: HopFolder;
  /** How gateways stand to each other, as it is stored. */
  #storedRoles: readonly GatewayRole[];
  readonly #logNames = new GatewayLogNames();
  readonly #tracker: IncidentTracker;
  readonly #workers: WorkerChanges;
  readonly #refusals = new ConfigRefusals();
  readonly #peerCounter = new PeerTrafficCounter();
  readonly #clock = new CatchUpClock();
  readonly #requestCounter: RequestTrafficCounter;
  readonly #applicationErrors: ApplicationErrors;
  readonly #options: PipelineOptions;

  constructor(restored: RestoredState, options: PipelineOptions) {
    this.#parserStates = new Map(
      restored.checkpoints.map(({ fileCheckpoint, parserState }) => [
        getGenerationKey(fileCheckpoint),
        parserState,
      ]),
    );
    this.#finishedGenerations = new Set(
      restored.checkpoints
        .filter(({ fileCheckpoint }) => fileCheckpoint.state === 'done')
        .map(({ fileCheckpoint }) => getGenerationKey(fileCheckpoint)),
    );
    this.#correlator = new LogCorrelator(
      restored.correlatorState ?? emptyCorrelatorState,
      options.customerKey ?? null,
      restored.pendingRequests,
      options,
    );
    this.#hops = new HopFolder(restored.correlatorState?.held, restored.correlatorState?.gateways);
    this.#storedRoles = this.#hops.listRoles();
    this.#tracker = new IncidentTracker(restored, options, (group) => this.#correlator.listPeers(group));
    this.#workers = new WorkerChanges(restored.workers);
    this.#requestCounter = new RequestTrafficCounter(options.customerKey ?? null);
    this.#applicationErrors = new ApplicationErrors(options.applicationErrorShare ?? 0);
    this.#options = options;
  }

  /** Everything that the lines of a chunk change. */
  ingest({ fileCheckpoint, lines, atEnd }: Chunk, now: number): Batch {
    const generationKey = getGenerationKey(fileCheckpoint);
    const { path } = fileCheckpoint;
    const decoderOptions = applyZoneReadings(
      this.#options.getDecoderOptions(path),
      this.#correlator.findZone(path)?.readings,
    );
    const previousState = this.#parserStates.get(generationKey) ?? emptyParserState;
    const parsed = parseLines(previousState, lines, decoderOptions, now);
    // Gateways write a record in one piece, so a record that is open at the end of the file is complete, unless the
    // container runtime marked its line as partial.
    const canContinue = !atEnd || parsed.state.openRecord?.isPartial === true;
    const flushed = canContinue ? { ...parsed, events: [] } : flushParser(parsed.state, decoderOptions, now);
    this.#parserStates.set(generationKey, flushed.state);
    this.#forgetFinishedGenerations(generationKey, fileCheckpoint.state);
    this.#clock.recordProgress(generationKey, atEnd, flushed.state.latestAt, now);
    const historySince = this.#options.getHistorySince?.() ?? -Infinity;
    const events = [...parsed.events, ...flushed.events]
      .map((event) => clampTimestamp(event, now))
      .filter(({ at }) => (at ?? now) >= historySince);
    const batch = this.#processByTime(events, now, [
      { fileCheckpoint, parserState: redactParserState(flushed.state) },
    ]);
    const activity =
      lines.length === 0 ? [] : [measureActivity(fileCheckpoint.path, previousState, flushed.state, now)];
    // Drained with each checkpoint, so a restart counts nothing twice; a replay is never resumed, and may wait.
    const requestTraffic = [...batch.requestTraffic, ...this.#requestCounter.drain()];
    return {
      ...batch,
      checkpoints: batch.checkpoints.map((checkpoint) => this.#addZone(checkpoint)),
      activity,
      requestTraffic,
      correlatorState: this.#getCorrelatorState(),
      recentState: this.#takeRecentState(),
    };
  }

  /** Processes a chunk. One of a backlog may span hours, in which incidents end and others begin. */
  #processByTime(events: readonly Event[], now: number, checkpoints: readonly Checkpoint[]): Batch {
    const parts = splitByTime(events);
    const batches = parts
      .slice(0, -1)
      .map((part, index) => this.#process(part, now, [], 'following-on', parts[index + 1]?.[0]?.at ?? now));
    const lastBatch = this.#process(parts.at(-1) ?? [], now, checkpoints, 'following');
    return batches.length === 0 ? lastBatch : mergeBatches([...batches, lastBatch]);
  }

  /** What is known of the zone of the log, so that it can be said. */
  #addZone(checkpoint: Checkpoint): Checkpoint {
    const zone = this.#correlator.findZone(checkpoint.fileCheckpoint.path);
    return zone === undefined
      ? checkpoint
      : { ...checkpoint, parserState: { ...checkpoint.parserState, zone } };
  }

  /**
   * Drops the parser state of the oldest finished generations. The others are kept, as late lines may still arrive.
   */
  #forgetFinishedGenerations(generationKey: string, state: FileCheckpoint['state']): void {
    this.#finishedGenerations.delete(generationKey);
    if (state === 'done') this.#finishedGenerations.add(generationKey);
    for (const oldest of this.#finishedGenerations) {
      if (this.#finishedGenerations.size <= finishedGenerationsMax) return;
      this.#finishedGenerations.delete(oldest);
      this.#parserStates.delete(oldest);
    }
  }

  /** Everything that time alone changes: expired waits, recovered incidents. Null if nothing changed. */
  tick(now: number): Batch | null {
    const batch = this.#process([], now, [], 'following');
    const { failures: updates, incidents, peerTraffic, pendingChanges, gatewayRoles } = batch;
    const rows = pendingChanges.saved.length + pendingChanges.removed.length;
    const changed = updates.length + incidents.length + peerTraffic.length + rows;
    if (changed === 0 && gatewayRoles === undefined) return null;
    return { ...batch, correlatorState: this.#getCorrelatorState(), recentState: this.#takeRecentState() };
  }

  #takeRecentState(): RecentState {
    const emptyGroups = this.#tracker.emptyGroups.takeState();
    const workers = this.#workers.takeState();
    return { ...(emptyGroups && { emptyGroups }), ...(workers && { workers }) };
  }

  #getCorrelatorState(): CorrelatorState {
    return {
      ...this.#correlator.getState(),
      held: this.#hops.listHeld(),
      gateways: this.#hops.listEvidence(),
    };
  }

  /** Announces that logs of this format will be read, so the correlator waits for them. */
  announceFormat(gateway: LogFormatId): void {
    this.#correlator.announceFormat(gateway);
  }

  /** Announces a log by one of its records, so that the correlator knows its gateway as well. */
  announceLog(origin: LogOrigin): void {
    this.#correlator.announceLog(origin);
    this.#hops.learn(origin);
  }

  /** Number of requests that wait for a record of the other log. */
  get waitingCount(): number {
    return this.#correlator.waitingCount;
  }

  /** The zones of the logs, as far as their records show them. */
  listZones(): readonly LogZone[] {
    return this.#correlator.listZones();
  }

  /** Takes over an incident that an operator changed. */
  replaceIncident(incident: Incident): void {
    this.#tracker.replace(incident);
  }

  /** Everything that these events change, when replaying. Without events it flushes what has been held back. */
  ingestEvents(events: readonly Event[], now: number, checkpoints: readonly Checkpoint[] = []): Batch {
    const batch = this.#process(events, now, checkpoints, events.length === 0 ? 'replay-end' : 'replay');
    return { ...batch, checkpoints: checkpoints.map((checkpoint) => this.#addZone(checkpoint)) };
  }

  #process(
    events: readonly Event[],
    now: number,
    checkpoints: readonly Checkpoint[],
    /** `following-on`: more of the same chunk comes. */
    mode: 'following' | 'following-on' | 'replay' | 'replay-end',
    /** When the next events follow: until then, time has passed without any. */
    evaluatedAt = now,
  ): Batch {
    const flushAll = mode === 'replay-end';
    const trafficCounter = new UpstreamTrafficCounter();
    const changes: Change[] = [];
    const updates: FailureUpdate[] = [];
    for (const event of events) {
      this.#correlator.announceFormat(event.gateway);
      if (event.type === 'change') {
        changes.push(event);
        if (event.kind === 'reload' || event.kind === 'restart') {
          this.#workers.recordChange(event);
          this.#refusals.recordReload();
        }
      } else if (event.type === 'attempt') {
        if (event.refusesConfiguration === true) changes.push(...this.#recordRefusal(event, now));
        updates.push(...this.#correlator.addAttempt(event, now));
      } else if (event.type === 'notice' && event.kind === 'config-refused')
        changes.push(...this.#recordRefusal(event, now));
      else if (event.type === 'notice' && event.kind === 'ejection')
        changes.push(...this.#recordEjection(event, now));
      else if (event.type === 'notice' && event.kind === 'rejoin')
        this.#tracker.emptyGroups.recordRejoin(event.peer ?? '');
      else if (event.type === 'notice' && event.kind === 'check-failed')
        this.#tracker.emptyGroups.recordFailedCheck({
          at: event.at ?? now,
          peer: event.peer,
          symptom: event.symptom ?? 'unexplained',
        });
      else if (event.type === 'request') {
        const workerChange = this.#workers.recordRequest(event, now);
        if (workerChange !== null) changes.push(workerChange);
        updates.push(...this.#processRequest(event, now, trafficCounter));
      } else updates.push(...this.#correlator.addNotice(event));
    }
    updates.push(...this.#correlator.tick(now));
    const isCommittedNext = mode !== 'following-on';
    if (isCommittedNext) updates.push(...this.#correlator.evict(now));
    // A 500 of the gateway itself: those that only looked like the application's may be others of it.
    if (updates.some(({ failure }) => failure.status === 500 && failure.madeBy === 'gateway'))
      this.#applicationErrors.discardHeld();
    const assignedFailures = this.#hops
      .fold(updates, now, flushAll)
      .map((update) => this.#tracker.track(update));
    this.#tracker.evaluate(Math.min(evaluatedAt, this.#clock.now(now)));
    return {
      checkpoints,
      failures: assignedFailures,
      incidents: this.#tracker.takeChanged(),
      traffic: trafficCounter.listCounts(),
      peerTraffic: this.#peerCounter.drain(now, flushAll),
      activity: [],
      requestTraffic: flushAll || this.#requestCounter.isFull ? this.#requestCounter.drain() : [],
      changes,
      pendingChanges: isCommittedNext
        ? this.#correlator.takePendingChanges(mode !== 'following')
        : noPendingChanges,
      gatewayRoles: this.#takeChangedRoles(),
      correlatorState: null,
    };
  }

  #recordRefusal(event: Attempt | Notice, now: number): readonly Change[] {
    const change = this.#refusals.record(event, now);
    return change === null ? [] : [change];
  }

  #takeChangedRoles(): readonly GatewayRole[] | undefined {
    const roles = this.#hops.listRoles();
    if (roles === this.#storedRoles) return undefined;
    this.#storedRoles = roles;
    return roles;
  }

  /** Records an ejection, also as a change: if nothing failed before, only that explains an empty group. */
  #recordEjection(notice: Notice, now: number): readonly Change[] {
    if (
      !this.#tracker.emptyGroups.recordEjection({
        ...notice,
        group: notice.upstreamName,
        at: notice.at ?? now,
      })
    )
      return [];
    const { gateway, location, at, source, text, peer } = notice;
    const message =
      peer === null || notice.message.includes(peer) ? notice.message : `${peer}: ${notice.message}`;
    return [{ type: 'change', kind: 'ejection', gateway, location, at, source, text, message }];
  }

  #processRequest(
    request: Request,
    now: number,
    trafficCounter: UpstreamTrafficCounter,
  ): readonly FailureUpdate[] {
    this.#hops.learn(request);
    const updates = this.#correlator.addRequest(request, now);
    const upstream = this.#correlator.resolveUpstream(request);
    const applicationErrors = updates.length > 0 ? [] : this.#watchApplication(request, upstream, now);
    // An error page may answer a failure with a status below 500.
    const isSuccess =
      request.finding === null &&
      (request.status ?? 500) < 500 &&
      !updates.some(({ failure }) => isClientImpacting(failure));
    const log = this.#logNames.nameOf(request);
    trafficCounter.add(request.at ?? now, log, upstream, isSuccess);
    this.#requestCounter.add(request.at ?? now, log, upstream, request, isSuccess);
    this.#peerCounter.add(request.at ?? now, upstream, request, isSuccess);
    // What another gateway passed on is already counted, but for those of a known upstream.
    const isCountedBefore = this.#hops.isBehind(log);
    if (upstream !== null || !isCountedBefore)
      this.#tracker.recordRequests(upstream, request.at ?? now, 1, request.client);
    const route = this.#requestCounter.findRoute(request);
    if (!isCountedBefore && route !== null && request.request !== null)
      this.#tracker.recordRoute(request.request.method, request.host, route, request.at ?? now);
    if (isSuccess && request.peer !== null)
      this.#tracker.recordAnswer(upstream, request.peer, request.at ?? now);
    if (isSuccess && this.#tracker.hasActiveIncidents)
      this.#tracker.recordSuccesses({
        upstream,
        requested: this.#requestCounter.findRequestedRoute(request),
        at: request.at ?? now,
        count: 1,
        gatewayHost: identifyGatewayInstance(request),
      });
    return updates.length > 0 ? updates : applicationErrors;
  }

  /** The failures of an application that answers 500 to most requests; none for a usual request. */
  #watchApplication(request: Request, upstream: string | null, now: number): readonly FailureUpdate[] {
    const isError = request.status === 500 && request.finding === null && this.#isApplicationError(request);
    if (!isError && !this.#applicationErrors.isWatching) return [];
    const key = upstream ?? this.#requestCounter.describeTarget(request);
    const at = request.at ?? now;
    if (isError)
      return this.#applicationErrors
        .recordError(key, at, request)
        .flatMap((failed) => this.#correlator.buildApplicationError(failed, now));
    this.#applicationErrors.recordRequest(key, at);
    return [];
  }

  /** Where the access log does not name the maker, the silence of an error log that is read tells it. */
  #isApplicationError({ madeBy, gateway, isSuspect }: Request): boolean {
    if (isSuspect) return false;
    return (
      madeBy === 'upstream' ||
      (madeBy === 'undecided' && gateway === 'nginx-access' && this.#correlator.readsErrorLog)
    );
  }
}

const measureActivity = (
  path: string,
  previous: ParserState,
  current: ParserState,
  at: number,
): LogActivity => ({
  path,
  at,
  records: current.records - previous.records,
  unparsed: current.unparsed - previous.unparsed,
});

/** Splits events in parts of a minute at most. An event that is out of order stays with those before it. */
function splitByTime(events: readonly Event[]): readonly (readonly Event[])[] {
  const parts: Event[][] = [];
  let startAt = -Infinity;
  for (const event of events) {
    const at = event.at ?? startAt;
    const part = parts.at(-1);
    if (part !== undefined && at - startAt <= minuteMs) part.push(event);
    else {
      parts.push([event]);
      startAt = at;
    }
  }
  return parts;
}

/** Clocks of different machines may differ by this much. */
const clockSkewMsMax = minuteMs;

/** No gateway logs are older. A machine whose clock was never set starts in 1970. */
const earliestEventAt = Date.UTC(2000);

/** Replaces a time before 2000 or in the future by `now`: it comes from a wrong timezone or clock, or from damage. */
const clampTimestamp = (event: Event, now: number): Event =>
  event.at === null || (event.at >= earliestEventAt && event.at <= now + clockSkewMsMax)
    ? event
    : { ...event, at: now };
