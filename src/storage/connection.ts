import { chmodSync, closeSync, openSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { explained } from './storage-error.js';

/** A value as SQLite takes it. */
export type Value = string | number | null;
type Bound = readonly Value[] | Readonly<Record<string, Value>>;

/** A thin door to one SQLite file: prepares each text once and turns SQLite's errors into words. */
export type Connection = {
  readonly path: string;
  /** All rows. `Row` is what the columns of this very text hold. */
  all<Row>(text: string, bound?: Bound): Row[];
  /** The first row, or undefined when there is none. */
  get<Row>(text: string, bound?: Bound): Row | undefined;
  /** How many rows were changed. */
  run(text: string, bound?: Bound): number;
  /** All of `work`, or nothing of it. */
  transaction<T>(work: () => T): T;
  /** Several statements without values: schema and settings. */
  exec(text: string): void;
  close(): void;
};

/** The path of a database that lives only as long as the process. */
export const inMemory = ':memory:';
/** The same, but what does not fit into SQLite's cache goes to a nameless file that SQLite removes. */
export const temporary = '';

/** Whether the database is a file with a name, which others can open and which stays. */
export const isNamed = (path: string): boolean => path !== inMemory && path !== temporary;

/** How long a connection waits for another program's lock. Readers share a thread with Slack, which waits 3 s at most. */
export const busyMs = { write: 5_000, read: 250 } as const;

/** Opens the file and nothing more; a writer makes it when it is missing, for its user alone. */
export function connect(path: string, mode: 'write' | 'read', waitMs: number = busyMs[mode]): Connection {
  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw explained(error, path);
    }
  };

  const database = guarded(() => {
    // SQLite would make the file readable by everybody.
    if (mode === 'write' && isNamed(path)) closeSync(openSync(path, 'a', 0o600));
    const readonly = mode === 'read';
    return new Database(path, { readonly, fileMustExist: readonly, timeout: waitMs });
  });

  const prepared = new Map<string, Database.Statement>();
  const statement = (text: string): Database.Statement => {
    const known = prepared.get(text);
    if (known !== undefined) return known;
    const fresh = database.prepare(text);
    prepared.set(text, fresh);
    return fresh;
  };

  return {
    path,
    // The two casts of rows: tables are STRICT and only this folder writes them, so columns hold what they are declared to.
    all: <Row>(text: string, bound: Bound = []) => guarded(() => statement(text).all(bound) as Row[]),
    get: <Row>(text: string, bound: Bound = []) =>
      guarded(() => statement(text).get(bound) as Row | undefined),
    run: (text, bound = []) => guarded(() => statement(text).run(bound).changes),
    // Immediate: a transaction that reads before it writes would otherwise fail at once when another one writes.
    transaction: (work) => guarded(() => database.transaction(work).immediate()),
    exec: (text) => guarded(() => void database.exec(text)),
    close: () => guarded(() => void database.close()),
  };
}

/** Closes a file that others may read; SQLite gives its -wal and -shm files the same mode. */
export function keepPrivate({ path }: Connection): void {
  if (!isNamed(path)) return;
  try {
    chmodSync(path, 0o600);
  } catch {
    // Somebody else's file that we may write: its owner decides who reads it.
  }
}

/** How large the file is that takes what is written until a checkpoint moves it over. */
export const walBytes = ({ path }: Connection): number =>
  isNamed(path) ? (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) : 0;

/** Moves all of it over and empties it, unless another program reads it just now: the logs do not wait for that. */
export function emptyWal(sql: Connection): void {
  sql.exec('PRAGMA busy_timeout = 0');
  try {
    sql.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    sql.exec(`PRAGMA busy_timeout = ${busyMs.write}`);
  }
}
