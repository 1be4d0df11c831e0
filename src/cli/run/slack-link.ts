import { setTimeout as sleep } from 'node:timers/promises';
import type { SlackConfig } from '../../config/config.js';
import { connectSlack, type SlackConnection } from '../../slack/connect.js';
import type { Handlers } from '../../slack/handlers.js';
import { SlackError } from '../../slack/slack-error.js';
import type { ProgramLog } from '../log.js';

/** The way to Slack, or the attempts to find one. */
export type SlackLink = {
  /** Takes no more questions, or gives up trying. */
  stop(): Promise<void>;
  /** Rejects when trying again cannot help: a token is wrong. */
  readonly refused: Promise<never>;
};

export type SlackLinkOptions = {
  readonly config: SlackConfig;
  readonly command: string;
  readonly handlers: Handlers;
  readonly log: ProgramLog;
  /** The first pause between two tries; each is twice as long as the one before, up to a minute. */
  readonly pauseMs?: number;
};

const pauseMaxMs = 60_000;
/** An attempt under way may take longer than whoever stops the program will wait. */
const stopWithinMs = 500;

/** Connects to Slack, however long that takes: logs are read and incidents kept meanwhile. */
export function linkToSlack(options: SlackLinkOptions): SlackLink {
  const stopping = new AbortController();
  const connecting = connected(options, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      const giveUp = sleep(stopWithinMs, undefined, { ref: false });
      await (await Promise.race([connecting.catch(() => undefined), giveUp]))?.stop();
    },
    refused: connecting.then(() => new Promise<never>(() => {})),
  };
}

/** Undefined when it was told to stop before Slack could be reached. */
async function connected(
  { config, command, handlers, log, pauseMs = 2_000 }: SlackLinkOptions,
  stopping: AbortSignal,
): Promise<SlackConnection | undefined> {
  let said = '';
  for (let pause = pauseMs; ; pause = Math.min(2 * pause, pauseMaxMs)) {
    try {
      const connection = await connectSlack(config, command, handlers, log);
      // Whoever stopped it has not waited: an open socket would keep the program alive.
      if (stopping.aborted) return void (await connection.stop());
      log.info(`Connected to Slack; alerts go to ${config.channel}.`);
      return connection;
    } catch (error) {
      if (!(error instanceof SlackError && error.passing)) throw error;
      if (error.message !== said) log.warn(`${error.message} Logs are read meanwhile; trying on.`);
      said = error.message;
    }
    await sleep(pause, undefined, { signal: stopping }).catch(() => {});
    if (stopping.aborted) return undefined;
  }
}
