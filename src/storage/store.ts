import type { Span } from '../base/span.js';
import type { Failure } from '../diagnose/failure.js';
import type { Turn } from '../health/hysteresis.js';
import type { Vitals } from '../health/inputs.js';
import type { HourCount } from '../incidents/baseline.js';
import type { Incident } from '../incidents/incident.js';
import type { TimelineEntry } from '../incidents/timeline.js';
import type { Letters, Postmarks } from '../notify/deliver.js';
import type { Decision, Draft } from '../notify/outbox.js';
import type { Silence } from '../notify/silence.js';
import type { ParcelMarks, Parcels } from '../notify/uploads.js';
import type { ChangeNote } from '../parse/event.js';
import type { Batch, Traffic } from '../pipeline/batch.js';
import type { Gap } from '../pipeline/checkpoint.js';
import type { Restored } from '../pipeline/pipeline.js';
import type { Message } from '../render/message.js';
import type { Ledger } from '../report/repository.js';
import { habits, trafficIn } from './baseline.js';
import type { Entered } from './cardinality-limit.js';
import { commit, storeChange } from './commit.js';
import { type Connection, connect, emptyWal, keepPrivate, walBytes } from './connection.js';
import { storeGap, storeTrouble } from './coverage.js';
import { vitals } from './health-inputs.js';
import { storeTurnOfHealth } from './health-issues.js';
import { storeIncident } from './incident-row.js';
import { acknowledge } from './incidents.js';
import { type ByHand, byHand } from './manual-changes.js';
import { migrate, migrations, recognise, refuseOlder } from './migrations/index.js';
import { doubtLettersOnTheirWay, letters, type Memory, memory, postmarks } from './outbox.js';
import { decide } from './outbox-write.js';
import { assertInPlace, fileAt } from './quarantine.js';
import { failuresIn, ledger } from './repository.js';
import { restore } from './restore.js';
import { databaseBytesMax, prune } from './retention.js';
import { addSilence, endSilence, silences } from './silences.js';
import { timelineOf } from './timeline.js';
import { parcelMarks, parcels } from './uploads.js';

/** What has been stored, for those who only ask. */
export type Reader = Ledger &
  Memory &
  Letters &
  Parcels & {
    /** Every failure of the span, by time. */
    failuresIn(span: Span): Iterable<Failure>;
    /** How often each cause struck each upstream, hour by hour. */
    habits(span: Span): readonly HourCount[];
    /** Requests minute by minute, by time, as long as minutes are kept. */
    trafficIn(span: Span): readonly Traffic[];
    /** Those that last or are to come, and those that ended within a day. */
    silences(now: number): readonly Silence[];
    /** What happened to the incident with this id, in order of time. */
    timeline(incident: number): readonly TimelineEntry[];
    close(): void;
  };

/** The one writer. Every call is one transaction: it is stored when the call returns, and as a whole. */
export type Store = Reader &
  Postmarks &
  ParcelMarks & {
    /** Stores what a batch changes together with how far the logs were read, and with what is lost behind that. */
    commit(batch: Batch, now: number, gap?: Gap): void;
    /** When anything of a log was last stored, epoch ms; undefined when nothing was. */
    lastStoredAt(): number | undefined;
    /** What the digest goes on from. */
    restore(): Restored;
    /** Writes down that somebody or something changed the gateway. */
    mark(change: ChangeNote): void;
    /** Who has taken the incident on; the first one stays. Returns it as it is afterwards, undefined when it is unknown. */
    acknowledge(incident: number, by: string, at: number): Incident | undefined;
    /** What people do to incidents by hand. Each returns the incidents as they are afterwards; none where it cannot be done. */
    byHand: ByHand;
    /** Writes down what somebody does not want to hear, and returns it with its number. */
    addSilence(silence: Omit<Silence, 'id'>): Silence;
    /** Ends a silence early. Undefined when there is none that lasts. */
    endSilence(id: number, at: number): Silence | undefined;
    saveIncident(incident: Incident): void;
    /** Notes why a file cannot be read now; null when it can. */
    saveTrouble(file: string, why: string | null): void;
    /** What the bot judges its own health by. */
    vitals(now: number): Pick<Vitals, 'logs' | 'unsent'>;
    /** Stores what has become of the bot's health, with the message that tells it. */
    saveTurn(turn: Turn, message: Message, now: number): void;
    /** Stores what the channel will have heard, with the letters that tell it and those that belong to no incident. */
    decide(decisions: readonly Decision[], extra: readonly Draft[], now: number): void;
    /** Empties the write-ahead log if no batch was stored since the last call. Returns its size in bytes. */
    rest(): number;
    /** Throws when somebody removed the database, or put another one in its place: nobody would find what is stored. */
    assertInPlace(): void;
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
  tell: (words: string) => void = () => {},
): Store {
  const sql = connect(path, 'write');
  orClose(sql, () => {
    recognise(sql);
    keepPrivate(sql);
    sql.exec(writerSettings);
    migrate(sql, migrations, tell);
    doubtLettersOnTheirWay(sql, now);
  });
  const file = fileAt(path);
  let begun = false;
  let rested = false;
  const remembered: Entered = new Set();
  return {
    ...reader(sql),
    ...postmarks(sql),
    ...parcelMarks(sql),
    commit: (batch, now, gap) => {
      rested = false;
      whole(remembered, () =>
        sql.transaction(() => {
          commit(sql, batch, now, remembered);
          if (gap !== undefined) storeGap(sql, gap);
        }),
      );
    },
    lastStoredAt: () =>
      sql.get<{ at: number | null }>('SELECT max(stored_at) AS at FROM bookmark')?.at ?? undefined,
    restore: () => restore(sql),
    mark: (change) => storeChange(sql, change),
    acknowledge: (incident, by, at) => acknowledge(sql, incident, by, at),
    byHand: byHand(sql),
    addSilence: (silence) => addSilence(sql, silence),
    endSilence: (id, at) => endSilence(sql, id, at),
    saveIncident: (incident) => storeIncident(sql, incident),
    saveTrouble: (file, why) => storeTrouble(sql, file, why),
    vitals: (now) => vitals(sql, now),
    saveTurn: (turn, message, now) => storeTurnOfHealth(sql, turn, message, now),
    decide: (decisions, extra, now) => decide(sql, decisions, extra, now),
    prune: (now, bytesMax = databaseBytesMax) => prune(sql, now, bytesMax),
    rest: () => {
      if (rested) emptyWal(sql);
      rested = true;
      return walBytes(sql);
    },
    assertInPlace: () => assertInPlace(path, file),
    beginRun: () => {
      begun = true;
      return wasClosed(sql);
    },
    close: () => {
      if (begun) noteRun(sql, 'closed');
      emptyWal(sql);
      sql.close();
    },
  };
}

/** Forgets what the roster entered when that was not stored after all. */
function whole(remembered: Entered, work: () => void): void {
  try {
    work();
  } catch (error) {
    remembered.clear();
    throw error;
  }
}

function wasClosed(sql: Connection): boolean {
  const before = sql.get<{ clean: number }>('SELECT clean FROM run');
  noteRun(sql, 'open');
  return before?.clean !== 0;
}

function noteRun(sql: Connection, state: 'open' | 'closed'): void {
  sql.run('INSERT INTO run (only, clean) VALUES (1, ?) ON CONFLICT DO UPDATE SET clean = excluded.clean', [
    Number(state === 'closed'),
  ]);
}

/** Opens the database to ask questions only, beside the writer. */
export function openLedger(path: string): Reader {
  const sql = connect(path, 'read');
  orClose(sql, () => {
    recognise(sql);
    refuseOlder(sql);
    sql.exec(readerSettings);
  });
  return reader(sql);
}

/** Leaves no connection open behind what went wrong. */
function orClose<T>(sql: Connection, work: () => T): T {
  try {
    return work();
  } catch (error) {
    sql.close();
    throw error;
  }
}

const reader = (sql: Connection): Reader => ({
  ...ledger(sql),
  ...memory(sql),
  ...letters(sql),
  ...parcels(sql),
  failuresIn: (span) => failuresIn(sql, span),
  habits: (span) => habits(sql, span),
  trafficIn: (span) => trafficIn(sql, span),
  silences: (now) => silences(sql, now),
  timeline: (incident) => timelineOf(sql, incident),
  close: () => sql.close(),
});

/** Text in the file came from logs: nothing in the schema may run more than SQL, and damaged cells are noticed. */
const guards = `
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
PRAGMA secure_delete = ON;${guards}`;

const readerSettings = `
PRAGMA cache_size = -2000;
PRAGMA query_only = ON;${guards}`;
