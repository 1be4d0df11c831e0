import { closeSync, existsSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { isNamedFile, openConnection } from './connection.js';
import { applicationId } from './migrations.js';
import { StorageError } from './storage-error.js';
/** Throws a `StorageError` when the file is inconsistent. Takes seconds for a large one. */
export function assertIntegrity(path, mode) {
  const db = openConnection(path, 'read');
  try {
    const check = mode === 'quick' ? 'quick_check' : 'integrity_check';
    const problem = db.get(`PRAGMA ${check}(1)`)?.[check] ?? 'no answer';
    if (problem === 'ok') return;
    throw new StorageError(`The database ${path} is damaged (${problem})`, { fileState: 'damaged' });
  } finally {
    db.close();
  }
}
/**
 * Renames a damaged database, so that a new one can be created in its place, and returns its new path. Throws a
 * `StorageError` for a file that may belong to another program. No connection may be open.
 */
export function quarantineDatabase(path, at) {
  if (!hasOurHeader(path)) {
    throw new StorageError(
      `Cannot use the database ${path}: it does not start like a badgateway database; move it away, or set DATABASE to another file`,
    );
  }
  const quarantinePath = `${path}.damaged-${at.toISOString().slice(0, 19).replaceAll(/\D/g, '')}`;
  for (const suffix of ['', '-wal', '-shm'])
    if (existsSync(path + suffix)) renameSync(path + suffix, quarantinePath + suffix);
  return quarantinePath;
}
/** Reads the application id from the header, as a damaged file may answer no query. */
function hasOurHeader(path) {
  const header = Buffer.alloc(72);
  const fd = openSync(path, 'r');
  readSync(fd, header);
  closeSync(fd);
  return (
    header.toString('latin1', 0, 16) === 'SQLite format 3\0' && header.readUInt32BE(68) === applicationId
  );
}
/** Device and inode of the file at the path; null when it is missing, or the database is in memory. */
export function getFileIdentity(path) {
  if (!isNamedFile(path)) return null;
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? null : `${stats.dev}:${stats.ino}`;
}
/** Throws when another file, or none, is at the path: SQLite would go on writing into a file without a name. */
export function assertSameFile(path, file) {
  if (getFileIdentity(path) === file) return;
  throw new StorageError(
    `The database ${path} was removed or replaced while it was in use; start again, with the file that is there now or a new one`,
    { fileState: 'gone' },
  );
}
