import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { deserializeError } from './worker-protocol.js';

/** Reading comes first: lines written while the program was down are already waiting. */
const delayMs = 5_000;
/**
 * Checks a database that was not closed cleanly in a thread of its own, because a large one takes seconds. Rejects when
 * it is damaged; resolves when it is intact, or when `stop` comes first.
 */
export async function scheduleIntegrityCheck(path, stop) {
  await sleep(delayMs, undefined, { signal: stop }).catch(() => {});
  if (stop.aborted) return;
  const worker = new Worker(new URL('./integrity-thread.js', import.meta.url), { workerData: path });
  worker.unref();
  const result = await new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    stop.addEventListener('abort', () => resolve(worker.terminate().then(() => null)), { once: true });
  });
  if (result?.storeError?.fileState === 'damaged') throw deserializeError(result);
}
