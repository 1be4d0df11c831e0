/**
 * The pipeline runs log lines through parser, correlator and incident tracker: one chunk of lines comes in, one batch of
 * changes goes out, to be committed in one transaction with the checkpoint behind the lines.
 */
import { LogCorrelator } from '../diagnose/correlate/correlator.js';
import { emptyCorrelatorState, noRestoredRequests } from '../diagnose/correlate/correlator-state.js';
import { HopFolder } from '../diagnose/correlate/hops.js';
import { noPendingChanges } from '../diagnose/correlate/pending-rows.js';
import { emptyTrackerState, IncidentTracker } from '../incidents/incident-tracker.js';
import { emptyParserState, flushParser, parseLines, redactParserState } from '../parse/parse-lines.js';
import { PatternMiner } from '../parse/pattern-miner.js';
import { applyZoneReadings } from '../parse/zone-reading.js';
import { mergeBatches } from './batch.js';
import { CatchUpClock } from './catch-up-clock.js';
import { getGenerationKey } from './checkpoint.js';
import { ConfigRefusals } from './config-refusals.js';
import { clampTimestamp, splitByTime } from './event-time.js';
import { RequestRecorder } from './request-recorder.js';
import { WorkerChanges } from './worker-changes.js';
export const emptyRestoredState = {
  ...emptyTrackerState,
  checkpoints: [],
  correlatorState: null,
  pendingRequests: noRestoredRequests,
  linePatterns: [],
};
/** Finished generations whose parser state is kept. */
const finishedGenerationsMax = 1_000;
/**
 * Holds the state of parser, correlator and tracker between chunks. Commit what `ingest` and `tick` return in one
 * transaction. If a commit fails, this pipeline is ahead of the store: discard it, and create a new one from the
 * restored state.
 */
export class Pipeline {
  #parserStates;
  /** Keys of finished generations, in the order in which they finished. */
  #finishedGenerations;
  #correlator;
  #hops;
  /** How gateways stand to each other, as it is stored. */
  #storedRoles;
  #tracker;
  #workers;
  #refusals = new ConfigRefusals();
  #patterns;
  #clock = new CatchUpClock();
  #requests;
  #options;
  constructor(restored, options) {
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
  ingest({ fileCheckpoint, lines, atEnd, continuedKey = '' }, now) {
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
  absorbPatterns(patterns) {
    for (const pattern of patterns) this.#patterns.absorb(pattern);
  }
  #minePatterns(unread, path, now) {
    for (const { text, at } of unread) this.#patterns.add('unread', text, path, Math.min(at, now));
  }
  /** Processes a chunk. One of a backlog may span hours, in which incidents end and others begin. */
  #processByTime(events, now, checkpoints) {
    const parts = splitByTime(events);
    const batches = parts
      .slice(0, -1)
      .map((part, index) => this.#process(part, now, [], 'following-on', parts[index + 1]?.[0]?.at ?? now));
    const lastBatch = this.#process(parts.at(-1) ?? [], now, checkpoints, 'following');
    return batches.length === 0 ? lastBatch : mergeBatches([...batches, lastBatch]);
  }
  /** What is known of the zone of the log, so that it can be said. */
  #addZone(checkpoint) {
    const zone = this.#correlator.findZone(checkpoint.fileCheckpoint.path);
    return zone === undefined
      ? checkpoint
      : { ...checkpoint, parserState: { ...checkpoint.parserState, zone } };
  }
  /**
   * Drops the parser state of the oldest finished generations. The others are kept, as late lines may still arrive.
   */
  #forgetFinishedGenerations(generationKey, state) {
    this.#finishedGenerations.delete(generationKey);
    if (state === 'done') this.#finishedGenerations.add(generationKey);
    for (const oldest of this.#finishedGenerations) {
      if (this.#finishedGenerations.size <= finishedGenerationsMax) return;
      this.#finishedGenerations.delete(oldest);
      this.#parserStates.delete(oldest);
    }
  }
  /** Everything that time alone changes: expired waits, recovered incidents. Null if nothing changed. */
  tick(now) {
    const batch = this.#process([], now, [], 'following');
    const { failures: updates, incidents, peerTraffic, pendingChanges, gatewayRoles } = batch;
    const rows = pendingChanges.saved.length + pendingChanges.removed.length;
    const changed = updates.length + incidents.length + peerTraffic.length + rows;
    if (changed === 0 && gatewayRoles === undefined) return null;
    return { ...batch, correlatorState: this.#getCorrelatorState(), recentState: this.#takeRecentState(now) };
  }
  #takeRecentState(now) {
    const emptyGroups = this.#tracker.emptyGroups.takeState();
    const workers = this.#workers.takeState();
    const clients = this.#tracker.takeClients(now);
    return { ...(emptyGroups && { emptyGroups }), ...(workers && { workers }), ...(clients && { clients }) };
  }
  #getCorrelatorState() {
    return {
      ...this.#correlator.getState(),
      held: this.#hops.listHeld(),
      gateways: this.#hops.listEvidence(),
    };
  }
  /** Announces that logs of this format will be read, so the correlator waits for them. */
  announceFormat(gateway) {
    this.#correlator.announceFormat(gateway);
  }
  /** Announces a log by one of its records, so that the correlator knows its gateway as well. */
  announceLog(origin) {
    this.#correlator.announceLog(origin);
    if (origin.isEmpty !== true) this.#hops.learn(origin);
  }
  /** Number of requests that wait for a record of the other log. */
  get waitingCount() {
    return this.#correlator.waitingCount;
  }
  /** The zones of the logs, as far as their records show them. */
  listZones() {
    return this.#correlator.listZones();
  }
  /** Takes over an incident that an operator changed. */
  replaceIncident(incident) {
    this.#tracker.replace(incident);
  }
  /** Everything that these events change, when replaying. Without events it flushes what has been held back. */
  ingestEvents(events, now, checkpoints = []) {
    const batch = this.#process(events, now, checkpoints, events.length === 0 ? 'replay-end' : 'replay');
    return { ...batch, checkpoints: checkpoints.map((checkpoint) => this.#addZone(checkpoint)) };
  }
  #process(
    events,
    now,
    checkpoints,
    /** `following-on`: more of the same chunk comes. */
    mode,
    /** When the next events follow: until then, time has passed without any. */
    evaluatedAt = now,
  ) {
    const flushAll = mode === 'replay-end';
    const isReplay = mode === 'replay' || flushAll;
    const changes = [];
    const updates = [];
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
  #recordFailedCheck({ at, peer }, symptom, now) {
    this.#tracker.emptyGroups.recordFailedCheck({ at: at ?? now, peer, symptom });
  }
  #recordRefusal(event, now) {
    const change = this.#refusals.record(event, now);
    return change === null ? [] : [change];
  }
  #takeChangedRoles() {
    const roles = this.#hops.listRoles();
    if (roles === this.#storedRoles) return undefined;
    this.#storedRoles = roles;
    return roles;
  }
  /** Records an ejection, also as a change: if nothing failed before, only that explains an empty group. */
  #recordEjection(notice, now) {
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
const measureActivity = (path, previous, current, at) => ({
  path,
  at,
  records: current.records - previous.records,
  unparsed: current.unparsed - previous.unparsed,
  forged: (current.forged ?? 0) - (previous.forged ?? 0),
});
