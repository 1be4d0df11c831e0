import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Finding } from './integrity-thread.js';
import { errorFrom } from './worker-protocol.js';

/** Reading comes first: what was written while the program was away waits already. */
const delayMs = 5_000;

/**
 * Looks whether a database that was not closed hangs together, beside everything else: for a large one that takes
 * seconds. Rejects when it is damaged; says nothing when it is sound, or when `stop` comes first.
 */
export async function checkSoon(path: string, stop: AbortSignal): Promise<void> {
  await sleep(delayMs, undefined, { signal: stop }).catch(() => {});
  if (stop.aborted) return;
  const worker = new Worker(new URL('./integrity-thread.js', import.meta.url), { workerData: path });
  worker.unref();
  const finding = await new Promise<Finding>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    stop.addEventListener('abort', () => resolve(worker.terminate().then(() => null)), { once: true });
  });
  if (finding?.ofStore?.file === 'damaged') throw errorFrom(finding);
}
