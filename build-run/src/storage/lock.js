import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isNamedFile, openConnection } from './connection.js';
import { assertSameFile, getFileIdentity } from './quarantine.js';
import { assertOnlyName, assertRegularFile } from './regular-file.js';
import { StorageError } from './storage-error.js';

/** Longest wait for a previous process that is stopping. */
const lockWaitMs = 2_000;
/**
 * Locks the database for one process that reads logs into it: two would count every line twice. Throws when another process
 * holds the lock. The lock is a file beside the database itself, whatever links lead to it.
 */
export function acquireLock(path, waitMs = lockWaitMs) {
  if (!isNamedFile(path)) return { release: () => {}, assertHeld: () => {} };
  assertRegularFile(path);
  assertOnlyName(path);
  const lockPath = `${resolveLinks(path)}.lock`;
  assertRegularFile(lockPath);
  const lock = openConnection(lockPath, 'write', waitMs);
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!(error instanceof StorageError && error.retryable)) throw error;
    throw new StorageError(
      `Cannot run on the database ${path}: another badgateway is already running on it; stop that one, or set DATABASE to another file`,
      { cause: error },
    );
  }
  const identity = getFileIdentity(lockPath);
  return { release: () => lock.close(), assertHeld: () => assertSameFile(lockPath, identity) };
}
/** The path without links; a file that is missing is created where its directory is. */
function resolveLinks(path) {
  try {
    return realpathSync(path);
  } catch {
    return join(realpathSync(dirname(path)), basename(path));
  }
}
