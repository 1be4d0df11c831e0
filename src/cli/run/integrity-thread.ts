import { parentPort, workerData } from 'node:worker_threads';
import { assertSound } from '../../storage/quarantine.js';
import { type Why, whyOf } from './worker-protocol.js';

/** What the thread that checks the database answers: what is wrong with it, or null. */
export type Finding = Why | null;

function findingOn(path: string): Finding {
  try {
    assertSound(path, 'quick');
    return null;
  } catch (error) {
    return whyOf(error);
  }
}

// The cast: only `checking.ts` starts this file.
parentPort?.postMessage(findingOn(workerData as string));
