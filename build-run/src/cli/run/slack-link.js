import { setTimeout as sleep } from 'node:timers/promises';
import { minuteMs } from '../../base/duration.js';
import { connectSlack } from '../../slack/connect.js';
import { SlackError } from '../../slack/slack-error.js';

const pauseMsMax = minuteMs;
/** A running attempt may take longer than a shutdown should. */
const stopTimeoutMs = 500;
/** Connects to Slack in the background, retrying until it succeeds or is stopped. */
export function openSlackLink(options) {
  const stopping = new AbortController();
  const connecting = connectUntilStopped(options, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      const timeout = sleep(stopTimeoutMs, undefined, { ref: false });
      await (await Promise.race([connecting.catch(() => undefined), timeout]))?.stop();
    },
    failed: connecting.then(() => new Promise(() => {})),
  };
}
/** Undefined when stopped before Slack could be reached. */
async function connectUntilStopped({ config, command, handlers, log, firstPauseMs = 2_000 }, stop) {
  let lastWarning = '';
  for (let pause = firstPauseMs; ; pause = Math.min(2 * pause, pauseMsMax)) {
    try {
      const connection = await connectSlack(config, command, handlers, log);
      // `stop` may not have waited for this attempt, and an open socket would keep the program alive.
      if (stop.aborted) return void (await connection.stop());
      log.info(`Connected to Slack; alerts go to ${config.channel}.`);
      return connection;
    } catch (error) {
      if (!(error instanceof SlackError && error.retryable)) throw error;
      if (error.message !== lastWarning) log.warn(`${error.message} Retrying; logs are read meanwhile.`);
      lastWarning = error.message;
    }
    await sleep(pause, undefined, { signal: stop }).catch(() => {});
    if (stop.aborted) return undefined;
  }
}
