import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dayOf } from '../calendar.js';
import type { Config } from '../config.js';
import { dayFactsOf } from '../day-facts.js';
import { Digest, nothingRestored } from '../digest.js';
import { mergedByTime } from '../merge.js';
import type { Bookmark } from '../position.js';
import { openStore } from '../store/store.js';
import { reportView } from '../views/report.js';
import { terminalText } from '../views/terminal.js';
import { dialectsOf } from './dialects.js';
import { deliverAll, tell } from './telling.js';
import type { Terminal } from './terminal.js';
import { terminalChannel } from './terminal-channel.js';
import { eventsOf } from './whole-files.js';

/** Beside `dist/`: the recorded logs of a real nginx, made by `npm run record-demo`. */
const recording = ['access.log.gz', 'error.log.gz'].map((name) =>
  join(import.meta.dirname, '../../demo', name),
);

/** The recording's own zone. */
const zone = 'UTC';
/** How much faster than it happened: four minutes in about fifteen seconds. */
const speed = 16;
const stepMs = 1_000;
/** With the defaults of ten minutes the recording would end before the recovery is told. */
const recovery = { quietMs: 600_000, goodRequests: 20, reopenMs: 1_800_000 };

/** `badgateway demo`: plays a recorded outage through the whole road, from log lines to what a channel would get. */
export async function demo(
  config: Config,
  terminal: Terminal,
  { fast }: { readonly fast: boolean },
): Promise<number> {
  const store = openStore(':memory:');
  const dialectOf = dialectsOf({
    nginxLogFormats: [],
    envoyLogFormats: [],
    logTimezone: zone,
    customerKey: null,
  });
  const digest = new Digest(nothingRestored, { dialectOf, opening: config.opening, recovery });
  const bookmarks: Bookmark[] = [];
  const telling = {
    ledger: store,
    decide: store.decide,
    manners: config.manners,
    zone,
    reportAt: 24 * 60,
    since: 0,
  };
  const channel = terminalChannel(terminal);
  let now = 0;

  terminal.complain(introduction);
  for await (const { events, at } of mergedByTime(
    recording.map((path) => eventsOf(path, dialectOf(path), (bookmark) => bookmarks.push(bookmark))),
  )) {
    for (now = now === 0 ? at : now; now < at; now += stepMs) {
      store.commit(digest.events([], now), now);
      await tell(telling, now);
      await deliverAll(store, channel, () => now);
      if (!fast) await sleep(stepMs / speed);
    }
    store.commit(digest.events(events, at), at);
  }
  store.commit(digest.events([], now, bookmarks), now);
  const facts = dayFactsOf(dayOf(now, zone), { now: now + stepMs, zone }, store);
  if (facts !== undefined) terminal.print(`\n${terminalText(reportView(facts), terminal.look)}`);
  terminal.complain(`\n${farewell}`);
  store.close();
  return 0;
}

const introduction = `A recording of a real nginx, ${speed} times as fast as it happened. Two servers behind "checkout" die one after the other.
What follows is what a Slack channel would get.`;

const farewell =
  'Your own logs: badgateway analyze /var/log/nginx/*.log · following them: badgateway run · Slack: README.md';
