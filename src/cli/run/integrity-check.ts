import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { IntegrityResult } from './integrity-thread.js';
import { deserializeError } from './worker-protocol.js';

/** Reading comes first: what was written while the program was away waits already. */
const delayMs = 5_000;

/**
 * Looks whether a database that was not closed hangs together, beside everything else: for a large one that takes
 * seconds. Rejects when it is damaged; says nothing when it is sound, or when `stop` comes first.
 */
export async function scheduleIntegrityCheck(path: string, stop: AbortSignal): Promise<void> {
  await sleep(delayMs, undefined, { signal: stop }).catch(() => {});
  if (stop.aborted) return;
  const worker = new Worker(new URL('./integrity-thread.js', import.meta.url), { workerData: path });
  worker.unref();
  const result = await new Promise<IntegrityResult>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    stop.addEventListener('abort', () => resolve(worker.terminate().then(() => null)), { once: true });
  });
  if (result?.storeError?.fileState === 'damaged') throw deserializeError(result);
}
