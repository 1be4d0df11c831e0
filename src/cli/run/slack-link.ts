import { setTimeout as sleep } from 'node:timers/promises';
import { minuteMs } from '../../base/duration.js';
import type { SlackConfig } from '../../config/slack-settings.js';
import { connectSlack, type SlackConnection } from '../../slack/connect.js';
import type { SlackHandlers } from '../../slack/handlers.js';
import { SlackError } from '../../slack/slack-error.js';
import type { ProgramLog } from '../log.js';

/** A connection to Slack, or the attempts to establish one. */
export type SlackLink = {
  /** Closes the connection, or stops trying to connect. */
  stop(): Promise<void>;
  /** Rejects when a retry cannot help, such as with a wrong token. */
  readonly failed: Promise<never>;
};

export type SlackLinkOptions = {
  readonly config: SlackConfig;
  readonly command: string;
  readonly handlers: SlackHandlers;
  readonly log: ProgramLog;
  /** The first pause between two attempts; each is twice as long as the one before, up to a minute. */
  readonly firstPauseMs?: number;
};

const pauseMsMax = minuteMs;
/** A running attempt may take longer than a shutdown should. */
const stopTimeoutMs = 500;

/** Connects to Slack in the background, retrying until it succeeds or is stopped. */
export function openSlackLink(options: SlackLinkOptions): SlackLink {
  const stopping = new AbortController();
  const connecting = connectUntilStopped(options, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      const timeout = sleep(stopTimeoutMs, undefined, { ref: false });
      await (await Promise.race([connecting.catch(() => undefined), timeout]))?.stop();
    },
    failed: connecting.then(() => new Promise<never>(() => {})),
  };
}

/** Undefined when stopped before Slack could be reached. */
async function connectUntilStopped(
  { config, command, handlers, log, firstPauseMs = 2_000 }: SlackLinkOptions,
  stop: AbortSignal,
): Promise<SlackConnection | undefined> {
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
