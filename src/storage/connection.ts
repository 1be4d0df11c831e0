import { chmodSync, closeSync, openSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { assertRegularFile } from './regular-file.js';
import { toStorageError } from './storage-error.js';

/** A value as SQLite takes it. */
export type SqlValue = string | number | null;
/** The values of a statement, by position or by name. */
export type SqlParameters = readonly SqlValue[] | Readonly<Record<string, SqlValue>>;

/** A thin layer over one SQLite file: prepares each statement once and turns SQLite's errors into `StorageError`s. */
export type Connection = {
  readonly path: string;
  /** All rows. `Row` must match the columns of this statement. */
  all<Row>(sql: string, parameters?: SqlParameters): Row[];
  /** The first row, or undefined when there is none. */
  get<Row>(sql: string, parameters?: SqlParameters): Row | undefined;
  /** The rows one by one. The statement must not be used again before its end. */
  iterate<Row>(sql: string, parameters?: SqlParameters): Iterable<Row>;
  /** Returns the number of changed rows. */
  run(sql: string, parameters?: SqlParameters): number;
  /** Commits all of `work`, or rolls it back when it throws. */
  transaction<T>(work: () => T): T;
  /** Several statements without parameters: schema and settings. */
  exec(sql: string): void;
  close(): void;
};

/** Path of a database that exists only as long as the connection. */
export const inMemoryPath = ':memory:';
/** The same, but pages beyond SQLite's cache go to a nameless file, which SQLite removes. */
export const temporaryPath = '';

/** True of a database that is a file with a name, which others can open and which stays. */
export const isNamedFile = (path: string): boolean => path !== inMemoryPath && path !== temporaryPath;

/** Longest wait for another program's lock. Readers share a thread with Slack, whose requests time out after 3 s. */
export const busyTimeoutMs = { write: 5_000, read: 250 } as const;

/** Opens the file without checking its content. A writer creates a missing file, readable by its user alone. */
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
    // SQLite would create a file that everybody can read.
    if (isNamedFile(path)) assertRegularFile(path);
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
    // The casts of rows are safe: tables are STRICT and only this folder writes them.
    all: <Row>(sql: string, parameters: SqlParameters = []) =>
      translateErrors(() => prepareStatement(sql).all(parameters) as Row[]),
    get: <Row>(sql: string, parameters: SqlParameters = []) =>
      translateErrors(() => prepareStatement(sql).get(parameters) as Row | undefined),
    iterate: <Row>(sql: string, parameters: SqlParameters = []) =>
      translateErrors(() => prepareStatement(sql).iterate(parameters) as Iterable<Row>),
    run: (sql, parameters = []) => translateErrors(() => prepareStatement(sql).run(parameters).changes),
    // Immediate: a deferred transaction that reads before it writes fails at once when another one is writing.
    transaction: (work) => translateErrors(() => database.transaction(work).immediate()),
    exec: (sql) => translateErrors(() => void database.exec(sql)),
    close: () => translateErrors(() => void database.close()),
  };
}

/** Makes the file readable by its user alone; SQLite gives its -wal and -shm files the same mode. */
export function restrictPermissions({ path }: Connection): void {
  if (!isNamedFile(path)) return;
  try {
    chmodSync(path, 0o600);
  } catch {
    // The file belongs to another user, who decides who may read it.
  }
}

/** Size of the write-ahead log in bytes; 0 when there is none. */
export const getWalBytes = ({ path }: Connection): number =>
  isNamedFile(path) ? (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) : 0;

/** Checkpoints and empties the write-ahead log, unless another program is reading it: the logs do not wait for that. */
export function truncateWal(db: Connection): void {
  db.exec('PRAGMA busy_timeout = 0');
  try {
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    db.exec(`PRAGMA busy_timeout = ${busyTimeoutMs.write}`);
  }
}
