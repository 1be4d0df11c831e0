import { onTestFinished } from 'vitest';
import { createCounterState } from '../../src/web/metrics.js';
import { createRoutes } from '../../src/web/routes.js';
import { startWebServer } from '../../src/web/server.js';
import { openTwoDayStore, twoPm } from './two-days.js';

/** The page of a store with an open incident, on a free port, while the running test lasts. */
export async function startWebSite(repository = openTwoDayStore(), now = twoPm): Promise<string> {
  const counters = createCounterState(now);
  const server = await startWebServer(
    { port: 0, host: '127.0.0.1', token: null },
    createRoutes(() => ({ repository, now, timezone: 'UTC', counters })),
    (message) => {
      throw new Error(message);
    },
  );
  onTestFinished(() => server.stop());
  return server.url;
}
