import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { getLocalDay } from '../base/calendar.js';
import { createDecoderOptions } from '../config/decoder-options.js';
import { deliverAll } from '../notify/deliver.js';
import { mergeByTime } from '../pipeline/merge-by-time.js';
import { emptyRestoredState, Pipeline } from '../pipeline/pipeline.js';
import { renderTerminalText } from '../render/terminal.js';
import { renderDayReport } from '../report/report-message.js';
import { summarizeDay } from '../report/summary/day.js';
import { openStore } from '../storage/store.js';
import { readEvents } from './read-events.js';
import { queueNotifications } from './run/queue-notifications.js';
import { createTerminalChannel } from './terminal-channel.js';

/** Recorded logs of a real nginx, made by `npm run record-demo`; beside `dist/`. */
const recordingPaths = ['access.log.gz', 'error.log.gz'].map((name) =>
  join(import.meta.dirname, '../../demo', name),
);
/** Time zone of the recording. */
const recordingTimezone = 'UTC';
/** Replay speed: four minutes in about fifteen seconds. */
const speedFactor = 16;
const stepMs = 1_000;
/** With the default settings the recording would end before the recovery is reported. */
const recovery = { quietMs: 600_000, successesMin: 20, reopenMs: 1_800_000 };
/** `badgateway demo`: replays a recorded outage through the whole program, from log lines to channel messages. */
export async function playDemo(config, terminal, { fast }) {
  const store = openStore(':memory:');
  const getDecoderOptions = createDecoderOptions({
    nginxLogFormats: [],
    envoyLogFormats: [],
    logTimezone: recordingTimezone,
    customerKey: null,
  });
  const pipeline = new Pipeline(emptyRestoredState, { getDecoderOptions, opening: config.opening, recovery });
  const checkpoints = [];
  const notifyOptions = {
    repository: store,
    saveDecisions: store.saveDecisions,
    notificationPolicy: config.notificationPolicy,
    timezone: recordingTimezone,
    reportAt: 24 * 60,
    databaseCreatedAt: 0,
  };
  const channel = createTerminalChannel(terminal);
  let now = 0;
  terminal.printError(introductionText);
  for await (const { events, latestAt } of mergeByTime(
    recordingPaths.map((path) =>
      readEvents(path, getDecoderOptions(path), (checkpoint) => checkpoints.push(checkpoint)),
    ),
  )) {
    for (now = now === 0 ? latestAt : now; now < latestAt; now += stepMs) {
      store.commit(pipeline.ingestEvents([], now), now);
      await queueNotifications(notifyOptions, now);
      await deliverAll(store, channel, () => now);
      if (!fast) await sleep(stepMs / speedFactor);
    }
    store.commit(pipeline.ingestEvents(events, latestAt), latestAt);
  }
  store.commit(pipeline.ingestEvents([], now, checkpoints), now);
  const summary = summarizeDay(
    getLocalDay(now, recordingTimezone),
    { now: now + stepMs, timezone: recordingTimezone },
    store,
  );
  if (summary !== undefined)
    terminal.print(`\n${renderTerminalText(renderDayReport(summary), terminal.display)}`);
  terminal.printError(`\n${closingText}`);
  store.close();
  return 0;
}
const introductionText = `A recording of a real nginx, replayed at ${speedFactor} times its speed. Two servers behind "checkout" fail one after the other.
Below are the messages a Slack channel would get.`;
const closingText =
  'Next: analyze your own logs with `badgateway analyze /var/log/nginx/*.log`, follow them with `badgateway run`, connect Slack as described in README.md.';
