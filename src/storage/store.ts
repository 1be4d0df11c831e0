import type { Span } from '../base/span.js';
import type { Failure } from '../diagnose/failure.js';
import type { HealthTransition } from '../health/hysteresis.js';
import type { HealthInputs } from '../health/inputs.js';
import type { HourlyFailureCount } from '../incidents/baseline.js';
import type { Incident, IncidentId } from '../incidents/incident.js';
import type { TimelineEntry } from '../incidents/timeline.js';
import type { OutboxReader, OutboxWriter } from '../notify/deliver.js';
import type { NewMessage, PlannedNotification } from '../notify/outbox.js';
import type { Silence } from '../notify/silence.js';
import type { UploadReader, UploadWriter } from '../notify/uploads.js';
import type { GatewayChange } from '../parse/event.js';
import type { Batch, UpstreamTraffic } from '../pipeline/batch.js';
import type { DataLoss } from '../pipeline/checkpoint.js';
import type { RestoredState } from '../pipeline/pipeline.js';
import type { Message } from '../render/message.js';
import type { Repository } from '../report/repository.js';
import { listHourlyFailures, listMinuteTraffic } from './baseline.js';
import type { AdmittedNames } from './cardinality-limit.js';
import { commitBatch, saveChange } from './commit.js';
import {
  type Connection,
  getWalBytes,
  openConnection,
  restrictPermissions,
  truncateWal,
} from './connection.js';
import { saveDataLoss, saveFileProblem } from './coverage.js';
import { getHealthInputs } from './health-inputs.js';
import { saveHealthTransition } from './health-issues.js';
import { saveIncident } from './incident-row.js';
import { acknowledgeIncident } from './incidents.js';
import { createManualChanges, type ManualChanges } from './manual-changes.js';
import { assertCurrentSchema, assertOurs, migrate, migrations } from './migrations.js';
import {
  createNotificationLog,
  createOutboxReader,
  createOutboxWriter,
  markInFlightUnknown,
  type NotificationLog,
} from './outbox.js';
import { saveDecisions } from './outbox-write.js';
import { assertSameFile, getFileIdentity } from './quarantine.js';
import { createRepository, iterateFailures } from './repository.js';
import { restoreState } from './restore.js';
import { databaseBytesMax, pruneExpired } from './retention.js';
import { addSilence, endSilence, listSilences } from './silences.js';
import { getTimeline } from './timeline.js';
import { createUploadReader, createUploadWriter } from './uploads.js';

/** What has been stored, for those who only ask. */
export type StoreReader = Repository &
  NotificationLog &
  OutboxReader &
  UploadReader & {
    /** Every failure of the span, by time. */
    allFailures(span: Span): Iterable<Failure>;
    /** How often each cause struck each upstream, hour by hour. */
    hourlyFailures(span: Span): readonly HourlyFailureCount[];
    /** Requests minute by minute, by time, as long as minutes are kept. */
    minuteTraffic(span: Span): readonly UpstreamTraffic[];
    /** Those that last or are to come, and those that ended within a day. */
    silences(now: number): readonly Silence[];
    /** What happened to the incident with this id, in order of time. */
    timeline(incidentId: IncidentId): readonly TimelineEntry[];
    close(): void;
  };

/** The one writer. Every call is one transaction: it is stored when the call returns, and as a whole. */
export type Store = StoreReader &
  OutboxWriter &
  UploadWriter & {
    /** Stores what a batch changes together with how far the logs were read, and with what is lost behind that. */
    commit(batch: Batch, now: number, dataLoss?: DataLoss): void;
    /** When anything of a log was last stored, epoch ms; undefined when nothing was. */
    lastStoredAt(): number | undefined;
    /** What the digest goes on from. */
    restore(): RestoredState;
    /** Writes down that somebody or something changed the gateway. */
    saveChange(change: GatewayChange): void;
    /** Who has taken the incident on; the first one stays. Returns it as it is afterwards, undefined when it is unknown. */
    acknowledge(incidentId: IncidentId, by: string, at: number): Incident | undefined;
    /** What people do to incidents by hand. Each returns the incidents as they are afterwards; none where it cannot be done. */
    manualChanges: ManualChanges;
    /** Writes down what somebody does not want to hear, and returns it with its number. */
    addSilence(silence: Omit<Silence, 'id'>): Silence;
    /** Ends a silence early. Undefined when there is none that lasts. */
    endSilence(id: number, at: number): Silence | undefined;
    saveIncident(incident: Incident): void;
    /** Notes why a file cannot be read now; null when it can. */
    saveFileProblem(file: string, why: string | null): void;
    /** What the bot judges its own health by. */
    healthInputs(now: number): Pick<HealthInputs, 'logs' | 'unsent'>;
    /** Stores what has become of the bot's health, with the message that tells it. */
    saveHealthTransition(transition: HealthTransition, message: Message, now: number): void;
    /** Stores what the channel will have heard, with the letters that tell it and those that belong to no incident. */
    saveDecisions(
      planned: readonly PlannedNotification[],
      extraMessages: readonly NewMessage[],
      now: number,
    ): void;
    /** Empties the write-ahead log if no batch was stored since the last call. Returns its size in bytes. */
    checkpointWal(): number;
    /** Throws when somebody removed the database, or put another one in its place: nobody would find what is stored. */
    assertSameFile(): void;
    /** Notes that a run begins, which `close` ends. False when the one before was never closed. */
    beginRun(): boolean;
    /** Removes a bounded part of what is past its time. True when there is more. */
    prune(now: number, bytesMax?: number): boolean;
  };

/**
 * Opens the database for writing, makes it when it is missing and brings it up to date. `:memory:` lives in memory.
 * Whoever digests into it takes it with `holdAlone` first.
 * `tell` gets to know of what may take a while.
 */
export function openStore(
  path: string,
  now: number = Date.now(),
  notice: (words: string) => void = () => {},
): Store {
  const db = openConnection(path, 'write');
  closeOnError(db, () => {
    assertOurs(db);
    restrictPermissions(db);
    db.exec(writerSettings);
    migrate(db, migrations, notice);
    markInFlightUnknown(db, now);
  });
  const fileIdentity = getFileIdentity(path);
  let hasRun = false;
  let isIdle = false;
  const admittedNames: AdmittedNames = new Set();
  return {
    ...createReader(db),
    ...createOutboxWriter(db),
    ...createUploadWriter(db),
    commit: (batch, now, dataLoss) => {
      isIdle = false;
      clearOnFailure(admittedNames, () =>
        db.transaction(() => {
          commitBatch(db, batch, now, admittedNames);
          if (dataLoss !== undefined) saveDataLoss(db, dataLoss);
        }),
      );
    },
    lastStoredAt: () =>
      db.get<{ at: number | null }>('SELECT max(stored_at) AS at FROM checkpoint')?.at ?? undefined,
    restore: () => restoreState(db),
    saveChange: (change) => saveChange(db, change),
    acknowledge: (incident, by, at) => acknowledgeIncident(db, incident, by, at),
    manualChanges: createManualChanges(db),
    addSilence: (silence) => addSilence(db, silence),
    endSilence: (id, at) => endSilence(db, id, at),
    saveIncident: (incident) => saveIncident(db, incident),
    saveFileProblem: (file, why) => saveFileProblem(db, file, why),
    healthInputs: (now) => getHealthInputs(db, now),
    saveHealthTransition: (transition, message, now) => saveHealthTransition(db, transition, message, now),
    saveDecisions: (planned, extraMessages, now) => saveDecisions(db, planned, extraMessages, now),
    prune: (now, bytesMax = databaseBytesMax) => pruneExpired(db, now, bytesMax),
    checkpointWal: () => {
      if (isIdle) truncateWal(db);
      isIdle = true;
      return getWalBytes(db);
    },
    assertSameFile: () => assertSameFile(path, fileIdentity),
    beginRun: () => {
      hasRun = true;
      return beginProcessRun(db);
    },
    close: () => {
      if (hasRun) saveProcessRun(db, 'closed');
      truncateWal(db);
      db.close();
    },
  };
}

/** Forgets what the roster entered when that was not stored after all. */
function clearOnFailure(admittedNames: AdmittedNames, work: () => void): void {
  try {
    work();
  } catch (error) {
    admittedNames.clear();
    throw error;
  }
}

function beginProcessRun(db: Connection): boolean {
  const previousRun = db.get<{ closed_cleanly: number }>('SELECT closed_cleanly FROM process_run');
  saveProcessRun(db, 'open');
  return previousRun?.closed_cleanly !== 0;
}

function saveProcessRun(db: Connection, state: 'open' | 'closed'): void {
  db.run(
    `INSERT INTO process_run (id, closed_cleanly) VALUES (1, ?)
     ON CONFLICT DO UPDATE SET closed_cleanly = excluded.closed_cleanly`,
    [Number(state === 'closed')],
  );
}

/** Opens the database to ask questions only, beside the writer. */
export function openStoreReader(path: string): StoreReader {
  const db = openConnection(path, 'read');
  closeOnError(db, () => {
    assertOurs(db);
    assertCurrentSchema(db);
    db.exec(readerSettings);
  });
  return createReader(db);
}

/** Leaves no connection open behind what went wrong. */
function closeOnError<T>(db: Connection, work: () => T): T {
  try {
    return work();
  } catch (error) {
    db.close();
    throw error;
  }
}

const createReader = (db: Connection): StoreReader => ({
  ...createRepository(db),
  ...createNotificationLog(db),
  ...createOutboxReader(db),
  ...createUploadReader(db),
  allFailures: (span) => iterateFailures(db, span),
  hourlyFailures: (span) => listHourlyFailures(db, span),
  minuteTraffic: (span) => listMinuteTraffic(db, span),
  silences: (now) => listSilences(db, now),
  timeline: (incident) => getTimeline(db, incident),
  close: () => db.close(),
});

/** Text in the file came from logs: nothing in the schema may run more than SQL, and damaged cells are noticed. */
const hardeningSettings = `
PRAGMA trusted_schema = OFF;
PRAGMA cell_size_check = ON;
PRAGMA mmap_size = 0;`;

/**
 * Caches are in KiB, and smaller than the 16 MB a connection that better-sqlite3 is built with: the kernel keeps the file
 * in memory anyway. auto_vacuum only takes effect before the first table. synchronous is FULL because a post that was marked as sent and
 * is forgotten in a power cut would be posted twice; with whole batches it costs nothing.
 */
const writerSettings = `
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA journal_size_limit = ${64 * 1024 * 1024};
PRAGMA cache_size = -4000;
PRAGMA foreign_keys = ON;
PRAGMA secure_delete = ON;${hardeningSettings}`;

const readerSettings = `
PRAGMA cache_size = -2000;
PRAGMA query_only = ON;${hardeningSettings}`;
