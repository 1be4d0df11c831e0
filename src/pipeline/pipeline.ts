/**
 * The pipeline runs log lines through parser, correlator and incident tracker: one chunk of lines comes in, one batch of
 * changes goes out, to be committed in one transaction with the checkpoint behind the lines.
 */
import { LogCorrelator } from '../diagnose/correlate/correlator.js';
import {
  type CorrelatorState,
  emptyCorrelatorState,
  noRestoredRequests,
  type RestoredRequests,
} from '../diagnose/correlate/correlator-state.js';
import type { LogOrigin } from '../diagnose/correlate/gateway-hosts.js';
import type { GatewayRole } from '../diagnose/correlate/gateway-roles.js';
import { HopFolder } from '../diagnose/correlate/hops.js';
import { noPendingChanges } from '../diagnose/correlate/pending-rows.js';
import type { PendingRequestOptions } from '../diagnose/correlate/stored-requests.js';
import type { FailureUpdate } from '../diagnose/failure.js';
import type { LogActivity } from '../health/inputs.js';
import type { Incident, IncidentRules } from '../incidents/incident.js';
import { emptyTrackerState, IncidentTracker, type TrackerState } from '../incidents/incident-tracker.js';
import type { CustomerKey } from '../parse/customer.js';
import type { DecoderOptions } from '../parse/decoder.js';
import type { Attempt, Change, Event, LogFormatId, Notice, Symptom } from '../parse/event.js';
import {
  emptyParserState,
  flushParser,
  type ParserState,
  parseLines,
  redactParserState,
  type UnreadRecord,
} from '../parse/parse-lines.js';
import { type LinePattern, type PatternChange, PatternMiner } from '../parse/pattern-miner.js';
import { applyZoneReadings, type LogZone } from '../parse/zone-reading.js';
import { type Batch, mergeBatches, type RecentState } from './batch.js';
import { CatchUpClock } from './catch-up-clock.js';
import { type Checkpoint, type Chunk, type FileCheckpoint, getGenerationKey } from './checkpoint.js';
import { ConfigRefusals } from './config-refusals.js';
import { clampTimestamp, splitByTime } from './event-time.js';
import { RequestRecorder } from './request-recorder.js';
import { WorkerChanges } from './worker-changes.js';

/** State of an earlier run, as the store restores it. */
export type RestoredState = TrackerState &
  RecentState & {
    readonly checkpoints: readonly Checkpoint[];
    readonly correlatorState: CorrelatorState | null;
    readonly pendingRequests: RestoredRequests;
    readonly linePatterns: readonly LinePattern[];
  };

export const emptyRestoredState: RestoredState = {
  ...emptyTrackerState,
  checkpoints: [],
  correlatorState: null,
  pendingRequests: noRestoredRequests,
  linePatterns: [],
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
  readonly #tracker: IncidentTracker;
  readonly #workers: WorkerChanges;
  readonly #refusals = new ConfigRefusals();
  readonly #patterns: PatternMiner;
  readonly #clock = new CatchUpClock();
  readonly #requests: RequestRecorder;
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
    this.#requests = new RequestRecorder(
      { correlator: this.#correlator, hops: this.#hops, tracker: this.#tracker },
      options.customerKey ?? null,
      options.applicationErrorShare ?? 0,
    );
    this.#patterns = new PatternMiner(restored.linePatterns);
    this.#options = options;
  }

  /** Everything that the lines of a chunk change. */
  ingest({ fileCheckpoint, lines, atEnd, continuedKey = '' }: Chunk, now: number): Batch {
    const generationKey = getGenerationKey(fileCheckpoint);
    const { path } = fileCheckpoint;
    const decoderOptions = applyZoneReadings(
      this.#options.getDecoderOptions(path),
      this.#correlator.findZone(path)?.readings,
    );
    const previousState =
      this.#parserStates.get(generationKey) ?? this.#parserStates.get(continuedKey) ?? emptyParserState;
    const parsed = parseLines(previousState, lines, decoderOptions, now);
    // Gateways write a record in one piece, so a record that is open at the end of the file is complete, unless the
    // container runtime marked its line as partial.
    const canContinue = !atEnd || parsed.state.openRecord?.isPartial === true;
    const flushed = canContinue
      ? { state: parsed.state, events: [], unread: [] }
      : flushParser(parsed.state, decoderOptions, now);
    this.#parserStates.set(generationKey, flushed.state);
    this.#forgetFinishedGenerations(generationKey, fileCheckpoint.state);
    this.#clock.recordProgress(generationKey, atEnd, flushed.state.latestAt, now);
    this.#minePatterns([...parsed.unread, ...flushed.unread], path, now);
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
    const requestTraffic = [...batch.requestTraffic, ...this.#requests.drainRequestTraffic()];
    return {
      ...batch,
      checkpoints: batch.checkpoints.map((checkpoint) => this.#addZone(checkpoint)),
      activity,
      requestTraffic,
      correlatorState: this.#getCorrelatorState(),
      recentState: this.#takeRecentState(now),
    };
  }

  /** Takes over the patterns of logs whose records are read apart from their events. */
  absorbPatterns(patterns: readonly PatternChange[]): void {
    for (const pattern of patterns) this.#patterns.absorb(pattern);
  }

  #minePatterns(unread: readonly UnreadRecord[], path: string, now: number): void {
    for (const { text, at } of unread) this.#patterns.add('unread', text, path, Math.min(at, now));
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
    return { ...batch, correlatorState: this.#getCorrelatorState(), recentState: this.#takeRecentState(now) };
  }

  #takeRecentState(now: number): RecentState {
    const emptyGroups = this.#tracker.emptyGroups.takeState();
    const workers = this.#workers.takeState();
    const clients = this.#tracker.takeClients(now);
    return { ...(emptyGroups && { emptyGroups }), ...(workers && { workers }), ...(clients && { clients }) };
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
    if (origin.isEmpty !== true) this.#hops.learn(origin);
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
    const isReplay = mode === 'replay' || flushAll;
    const changes: Change[] = [];
    const updates: FailureUpdate[] = [];
    const [first] = events;
    // What has waited until then is no part of a request that is tried later.
    if (isReplay && first !== undefined) updates.push(...this.#correlator.tick(first.at ?? now));
    for (const event of events) {
      // Events that are replayed arrive when they were written, each at its own time.
      const arrivedAt = isReplay ? (event.at ?? now) : now;
      if (event.isTaught !== true) this.#correlator.announceFormat(event.gateway);
      if (event.type === 'change') {
        changes.push(event);
        if (event.kind === 'reload' || event.kind === 'restart') {
          this.#workers.recordChange(event);
          this.#refusals.recordReload();
        }
      } else if (event.type === 'attempt') {
        if (event.refusesConfiguration === true) changes.push(...this.#recordRefusal(event, now));
        if (event.finding?.symptom === 'unexplained' && event.finding.localCause === undefined)
          this.#patterns.add('unknown', event.finding.message, event.location.file, event.at ?? now);
        this.#tracker.emptyGroups.recordTry(event);
        updates.push(...this.#correlator.addAttempt(event, arrivedAt));
      } else if (event.type === 'notice' && event.kind === 'config-refused')
        changes.push(...this.#recordRefusal(event, now));
      else if (event.type === 'notice' && event.kind === 'ejection')
        changes.push(...this.#recordEjection(event, now));
      else if (event.type === 'notice' && event.kind === 'rejoin')
        this.#tracker.emptyGroups.recordRejoin(event.peer ?? '');
      else if (event.type === 'notice' && event.kind === 'check-failed')
        this.#recordFailedCheck(event, event.symptom ?? 'unexplained', now);
      else if (event.type === 'request') {
        const workerChange = this.#workers.recordRequest(event, now);
        if (workerChange !== null) changes.push(workerChange);
        updates.push(...this.#requests.record(event, arrivedAt));
      } else updates.push(...this.#correlator.addNotice(event));
    }
    updates.push(...this.#correlator.tick(now));
    const isCommittedNext = mode !== 'following-on';
    if (isCommittedNext) updates.push(...this.#correlator.evict(now));
    this.#requests.recordFailures(updates);
    const assignedFailures = this.#hops
      .fold(updates, now, flushAll)
      .map((update) => this.#tracker.track(update));
    this.#tracker.evaluate(Math.min(evaluatedAt, this.#clock.now(now)));
    return {
      checkpoints,
      failures: assignedFailures,
      incidents: this.#tracker.takeChanged(),
      traffic: this.#requests.drainUpstreamTraffic(),
      peerTraffic: this.#requests.drainPeerTraffic(now, flushAll),
      activity: [],
      requestTraffic: flushAll || this.#requests.isFull ? this.#requests.drainRequestTraffic() : [],
      changes,
      linePatterns: this.#patterns.takeChanges(),
      pendingChanges: isCommittedNext
        ? this.#correlator.takePendingChanges(mode !== 'following')
        : noPendingChanges,
      gatewayRoles: this.#takeChangedRoles(),
      correlatorState: null,
    };
  }

  #recordFailedCheck({ at, peer }: Notice, symptom: Symptom, now: number): void {
    this.#tracker.emptyGroups.recordFailedCheck({ at: at ?? now, peer, symptom });
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
    if (notice.symptom !== undefined) this.#recordFailedCheck(notice, notice.symptom, now);
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
  forged: (current.forged ?? 0) - (previous.forged ?? 0),
});
