import { parentPort, workerData } from 'node:worker_threads';
import { assertIntegrity } from '../../storage/quarantine.js';
import { type SerializedError, serializeError } from './worker-protocol.js';

/** What the thread that checks the database answers: what is wrong with it, or null. */
export type IntegrityResult = SerializedError | null;

function checkIntegrity(path: string): IntegrityResult {
  try {
    assertIntegrity(path, 'quick');
    return null;
  } catch (error) {
    return serializeError(error);
  }
}

// The cast: only `checking.ts` starts this file.
parentPort?.postMessage(checkIntegrity(workerData as string));
