import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dayOf } from '../base/calendar.js';
import type { Config } from '../config/config.js';
import { dialectsOf } from '../config/decoder-options.js';
import type { Bookmark } from '../pipeline/checkpoint.js';
import { mergedByTime } from '../pipeline/merge-by-time.js';
import { Digest, nothingRestored } from '../pipeline/pipeline.js';
import { terminalText } from '../render/terminal.js';
import { reportView } from '../report/report-message.js';
import { dayFactsOf } from '../report/summary/day.js';
import { openStore } from '../storage/store.js';
import { eventsOf } from './read-events.js';
import { deliverAll, tell } from './run/notify-loop.js';
import type { Terminal } from './terminal.js';
import { terminalChannel } from './terminal-channel.js';

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
