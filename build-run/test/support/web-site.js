import { onTestFinished } from 'vitest';
import { createCounterState } from '../../src/web/metrics.js';
import { createRoutes } from '../../src/web/routes.js';
import { startWebServer } from '../../src/web/server.js';
import { openTwoDayStore, twoPm } from './two-days.js';
/** Serves the page of a store with an open incident on a free port until the running test ends. */
export async function startWebSite(repository = openTwoDayStore(), now = twoPm) {
  const counters = createCounterState(now);
  const server = await startWebServer(
    { port: 0, host: '127.0.0.1', token: null },
    createRoutes(() => ({ repository, now, timezone: 'UTC', counters })),
    (message) => {
      throw new Error(message);
    },
    () => undefined,
  );
  onTestFinished(() => server.stop());
  return server.url;
}
