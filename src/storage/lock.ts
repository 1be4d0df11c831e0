import { isNamedFile, openConnection } from './connection.js';
import { StorageError } from './storage-error.js';

/** How long to wait for a predecessor that is just stopping. */
const lockWaitMs = 2_000;

/**
 * Makes sure that only one program digests into this database: two would read every line twice. Throws when another one
 * does. The lock lies in a file of its own and goes with the process, however that ends; the result releases it earlier.
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
      `Cannot run on the database ${path}: another badgateway does already; stop that one, or set DATABASE to another file`,
      { cause: error },
    );
  }
  return () => lock.close();
}
