import type { HttpConfig } from '../../config/config.js';
import type { Ledger } from '../../report/repository.js';
import { type Serving, serve } from '../../web/server.js';
import type { ProgramLog } from '../log.js';

export type PageOptions = {
  readonly ledger: Ledger;
  readonly zone: string;
  readonly clock: () => number;
  readonly log: ProgramLog;
};

/** Serves the page where the configuration wants one. A port that is taken is no reason not to alert. */
export async function openPage(
  http: HttpConfig | null,
  { ledger, zone, clock, log }: PageOptions,
): Promise<Serving | null> {
  if (http === null) return null;
  // Charts take a moment to load, and most runs serve none.
  const { replyTo } = await import('../../web/routes.js');
  const { counterMemory } = await import('../../web/metrics.js');
  const counters = counterMemory(clock());
  try {
    const serving = await serve(
      http,
      (address) => replyTo(address, { ledger, zone, counters, now: clock() }),
      log.warn,
    );
    log.info(`The page is at ${serving.url}${http.token === null ? '' : '?token=… (HTTP_TOKEN)'}.`);
    return serving;
  } catch (error) {
    log.warn(`${error instanceof Error ? error.message : String(error)}. Alerts go on without the page.`);
    return null;
  }
}
