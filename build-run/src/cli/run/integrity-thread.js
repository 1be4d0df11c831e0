import { parentPort, workerData } from 'node:worker_threads';
import { assertIntegrity } from '../../storage/quarantine.js';
import { serializeError } from './worker-protocol.js';

function checkIntegrity(path) {
  try {
    assertIntegrity(path, 'quick');
    return null;
  } catch (error) {
    return serializeError(error);
  }
}
// The cast: only integrity-check.ts starts this file.
parentPort?.postMessage(checkIntegrity(workerData));
