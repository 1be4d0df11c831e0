import { parentPort, workerData } from 'node:worker_threads';
import { assertIntegrity } from '../../storage/quarantine.js';
import { type SerializedError, serializeError } from './worker-protocol.js';

/** Result of the integrity check: the problem, or null. */
export type IntegrityResult = SerializedError | null;

function checkIntegrity(path: string): IntegrityResult {
  try {
    assertIntegrity(path, 'quick');
    return null;
  } catch (error) {
    return serializeError(error);
  }
}

// The cast: only integrity-check.ts starts this file.
parentPort?.postMessage(checkIntegrity(workerData as string));
