import { isNamedFile, openConnection } from './connection.js';
import { StorageError } from './storage-error.js';

/** Longest wait for a previous process that is stopping. */
const lockWaitMs = 2_000;

/**
 * Locks the database for one process that reads logs into it: two would count every line twice. Throws when another
 * process holds the lock. The lock is a file of its own and ends with the process, however that ends; the returned
 * function releases it earlier.
 */
export function acquireLock(path: string, waitMs: number = lockWaitMs): () => void {
  if (!isNamedFile(path)) return () => {};
  const lock = openConnection(`${path}.lock`, 'write', waitMs);
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
  return () => lock.close();
}
