import { chmodSync, closeSync, openSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { assertRegularFile } from './regular-file.js';
import { toStorageError } from './storage-error.js';
/** Path of a database that exists only as long as the connection. */
export const inMemoryPath = ':memory:';
/** The same, but pages beyond SQLite's cache go to a nameless file, which SQLite removes. */
export const temporaryPath = '';
/** True of a database that is a file with a name, which others can open and which stays. */
export const isNamedFile = (path) => path !== inMemoryPath && path !== temporaryPath;
/** Longest wait for another program's lock. Readers share a thread with Slack, whose requests time out after 3 s. */
export const busyTimeoutMs = { write: 5_000, read: 250 };
/** Opens the file without checking its content. A writer creates a missing file, readable by its user alone. */
export function openConnection(path, mode, waitMs = busyTimeoutMs[mode]) {
  const translateErrors = (work) => {
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
  const statements = new Map();
  const prepareStatement = (sql) => {
    const cached = statements.get(sql);
    if (cached !== undefined) return cached;
    const fresh = database.prepare(sql);
    statements.set(sql, fresh);
    return fresh;
  };
  return {
    path,
    // The casts of rows are safe: tables are STRICT and only this folder writes them.
    all: (sql, parameters = []) => translateErrors(() => prepareStatement(sql).all(parameters)),
    get: (sql, parameters = []) => translateErrors(() => prepareStatement(sql).get(parameters)),
    iterate: (sql, parameters = []) => translateErrors(() => prepareStatement(sql).iterate(parameters)),
    run: (sql, parameters = []) => translateErrors(() => prepareStatement(sql).run(parameters).changes),
    // Immediate: a deferred transaction that reads before it writes fails at once when another one is writing.
    transaction: (work) => translateErrors(() => database.transaction(work).immediate()),
    exec: (sql) => translateErrors(() => void database.exec(sql)),
    close: () => translateErrors(() => void database.close()),
  };
}
/** Makes the file readable by its user alone; SQLite gives its -wal and -shm files the same mode. */
export function restrictPermissions({ path }) {
  if (!isNamedFile(path)) return;
  try {
    chmodSync(path, 0o600);
  } catch {
    // The file belongs to another user, who decides who may read it.
  }
}
/** Size of the write-ahead log in bytes; 0 when there is none. */
export const getWalBytes = ({ path }) =>
  isNamedFile(path) ? (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) : 0;
/** Checkpoints and empties the write-ahead log, unless another program is reading it: the logs do not wait for that. */
export function truncateWal(db) {
  db.exec('PRAGMA busy_timeout = 0');
  try {
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    db.exec(`PRAGMA busy_timeout = ${busyTimeoutMs.write}`);
  }
}
