import { onTestFinished } from 'vitest';
import { counterMemory } from '../../src/web/metrics.js';
import { replyTo } from '../../src/web/routes.js';
import { serve } from '../../src/web/server.js';
import { aStoreOfTwoDays, twoOClock } from './two-days.js';

/** The page of a store with an open incident, on a free port, while the running test lasts. */
export async function aSite(ledger = aStoreOfTwoDays(), now = twoOClock): Promise<string> {
  const counters = counterMemory(now);
  const serving = await serve(
    { port: 0, host: '127.0.0.1', token: null },
    (address) => replyTo(address, { ledger, now, zone: 'UTC', counters }),
    (words) => {
      throw new Error(words);
    },
  );
  onTestFinished(() => serving.stop());
  return serving.url;
}
