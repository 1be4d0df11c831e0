import { connect, isNamed } from './connection.js';
import { StoreError } from './storage-error.js';

/** How long to wait for a predecessor that is just stopping. */
const patienceMs = 2_000;

/**
 * Makes sure that only one program digests into this database: two would read every line twice. Throws when another one
 * does. The lock lies in a file of its own and goes with the process, however that ends; the result releases it earlier.
 */
export function holdAlone(path: string, waitMs: number = patienceMs): () => void {
  if (!isNamed(path)) return () => {};
  const lock = connect(`${path}.lock`, 'write', waitMs);
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!(error instanceof StoreError && error.retryable)) throw error;
    throw new StoreError(
      `Cannot run on the database ${path}: another badgateway does already; stop that one, or set DATABASE to another file`,
      { cause: error },
    );
  }
  return () => lock.close();
}
