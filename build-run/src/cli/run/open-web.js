import { minuteMs } from '../../base/duration.js';
import { pluralize } from '../../base/format-number.js';
import { createPasteOptions } from '../../config/decoder-options.js';
/** Starts the web server if configured. A failure, such as a port in use, must not prevent alerting. */
export async function openWeb(config, { repository, clock, log }) {
  const { http, timezone } = config;
  if (http === null) return null;
  // The router and the charts take a moment to load, and most runs serve no page.
  const { startWebServer } = await import('../../web/server.js');
  const { createRoutes } = await import('../../web/routes.js');
  const { createCounterState } = await import('../../web/metrics.js');
  const decoderOptions = createPasteOptions(config);
  const counters = createCounterState(clock());
  try {
    const server = await startWebServer(
      http,
      createRoutes(() => ({ repository, timezone, decoderOptions, counters, now: clock() })),
      log.warn,
      () => describeWaiting(repository, clock()),
    );
    log.info(`Web page: ${server.url}${http.token === null ? '' : '?token=… (HTTP_TOKEN)'}`);
    return server;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    log.warn(`${message}. Alerting continues without the web page.`);
    return null;
  }
}
/** How many messages have waited for more than a minute; undefined if none has. */
function describeWaiting(repository, now) {
  const { waiting, waitingSince } = repository.outboxStats({ from: 0, to: now - minuteMs });
  if (waitingSince === null) return undefined;
  return `${pluralize(waiting, 'message')} not delivered, the oldest since ${new Date(waitingSince).toISOString()}`;
}
