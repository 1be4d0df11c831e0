import { setTimeout as sleep } from 'node:timers/promises';
import { minuteMs } from '../../base/duration.js';
import type { SlackConfig } from '../../config/slack-settings.js';
import { connectSlack, type SlackConnection } from '../../slack/connect.js';
import type { SlackHandlers } from '../../slack/handlers.js';
import { SlackError } from '../../slack/slack-error.js';
import type { ProgramLog } from '../log.js';

/** The way to Slack, or the attempts to find one. */
export type SlackLink = {
  /** Takes no more questions, or gives up trying. */
  stop(): Promise<void>;
  /** Rejects when trying again cannot help: a token is wrong. */
  readonly failed: Promise<never>;
};

export type SlackLinkOptions = {
  readonly config: SlackConfig;
  readonly command: string;
  readonly handlers: SlackHandlers;
  readonly log: ProgramLog;
  /** The first pause between two tries; each is twice as long as the one before, up to a minute. */
  readonly firstPauseMs?: number;
};

const pauseMsMax = minuteMs;
/** An attempt under way may take longer than whoever stops the program will wait. */
const stopTimeoutMs = 500;

/** Connects to Slack, however long that takes: logs are read and incidents kept meanwhile. */
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

/** Undefined when it was told to stop before Slack could be reached. */
async function connectUntilStopped(
  { config, command, handlers, log, firstPauseMs = 2_000 }: SlackLinkOptions,
  stop: AbortSignal,
): Promise<SlackConnection | undefined> {
  let lastWarning = '';
  for (let pause = firstPauseMs; ; pause = Math.min(2 * pause, pauseMsMax)) {
    try {
      const connection = await connectSlack(config, command, handlers, log);
      // Whoever stopped it has not waited: an open socket would keep the program alive.
      if (stop.aborted) return void (await connection.stop());
      log.info(`Connected to Slack; alerts go to ${config.channel}.`);
      return connection;
    } catch (error) {
      if (!(error instanceof SlackError && error.retryable)) throw error;
      if (error.message !== lastWarning) log.warn(`${error.message} Logs are read meanwhile; trying on.`);
      lastWarning = error.message;
    }
    await sleep(pause, undefined, { signal: stop }).catch(() => {});
    if (stop.aborted) return undefined;
  }
}
