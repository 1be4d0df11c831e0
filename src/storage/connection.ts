import { chmodSync, closeSync, openSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { toStorageError } from './storage-error.js';

/** A value as SQLite takes it. */
export type SqlValue = string | number | null;
type SqlParameters = readonly SqlValue[] | Readonly<Record<string, SqlValue>>;

/** A thin door to one SQLite file: prepares each text once and turns SQLite's errors into words. */
export type Connection = {
  readonly path: string;
  /** All rows. `Row` is what the columns of this very text hold. */
  all<Row>(sql: string, parameters?: SqlParameters): Row[];
  /** The first row, or undefined when there is none. */
  get<Row>(sql: string, parameters?: SqlParameters): Row | undefined;
  /** How many rows were changed. */
  run(sql: string, parameters?: SqlParameters): number;
  /** All of `work`, or nothing of it. */
  transaction<T>(work: () => T): T;
  /** Several statements without values: schema and settings. */
  exec(sql: string): void;
  close(): void;
};

/** The path of a database that lives only as long as the process. */
export const inMemoryPath = ':memory:';
/** The same, but what does not fit into SQLite's cache goes to a nameless file that SQLite removes. */
export const temporaryPath = '';

/** Whether the database is a file with a name, which others can open and which stays. */
export const isNamedFile = (path: string): boolean => path !== inMemoryPath && path !== temporaryPath;

/** How long a connection waits for another program's lock. Readers share a thread with Slack, which waits 3 s at most. */
export const busyTimeoutMs = { write: 5_000, read: 250 } as const;

/** Opens the file and nothing more; a writer makes it when it is missing, for its user alone. */
export function openConnection(
  path: string,
  mode: 'write' | 'read',
  waitMs: number = busyTimeoutMs[mode],
): Connection {
  const translateErrors = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw toStorageError(error, path);
    }
  };

  const database = translateErrors(() => {
    // SQLite would make the file readable by everybody.
    if (mode === 'write' && isNamedFile(path)) closeSync(openSync(path, 'a', 0o600));
    const readonly = mode === 'read';
    return new Database(path, { readonly, fileMustExist: readonly, timeout: waitMs });
  });

  const statements = new Map<string, Database.Statement>();
  const prepareStatement = (sql: string): Database.Statement => {
    const cached = statements.get(sql);
    if (cached !== undefined) return cached;
    const fresh = database.prepare(sql);
    statements.set(sql, fresh);
    return fresh;
  };

  return {
    path,
    // The two casts of rows: tables are STRICT and only this folder writes them, so columns hold what they are declared to.
    all: <Row>(sql: string, parameters: SqlParameters = []) =>
      translateErrors(() => prepareStatement(sql).all(parameters) as Row[]),
    get: <Row>(sql: string, parameters: SqlParameters = []) =>
      translateErrors(() => prepareStatement(sql).get(parameters) as Row | undefined),
    run: (sql, parameters = []) => translateErrors(() => prepareStatement(sql).run(parameters).changes),
    // Immediate: a transaction that reads before it writes would otherwise fail at once when another one writes.
    transaction: (work) => translateErrors(() => database.transaction(work).immediate()),
    exec: (sql) => translateErrors(() => void database.exec(sql)),
    close: () => translateErrors(() => void database.close()),
  };
}

/** Closes a file that others may read; SQLite gives its -wal and -shm files the same mode. */
export function restrictPermissions({ path }: Connection): void {
  if (!isNamedFile(path)) return;
  try {
    chmodSync(path, 0o600);
  } catch {
    // Somebody else's file that we may write: its owner decides who reads it.
  }
}

/** How large the file is that takes what is written until a checkpoint moves it over. */
export const getWalBytes = ({ path }: Connection): number =>
  isNamedFile(path) ? (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) : 0;

/** Moves all of it over and empties it, unless another program reads it just now: the logs do not wait for that. */
export function truncateWal(db: Connection): void {
  db.exec('PRAGMA busy_timeout = 0');
  try {
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    db.exec(`PRAGMA busy_timeout = ${busyTimeoutMs.write}`);
  }
}
