import { setTimeout as sleep } from 'node:timers/promises';
import { SocketModeReceiver } from '@slack/bolt';
import { callOptions } from './client-options.js';
import { whyItFailed } from './error-text.js';
import { type Log, silent, slackLogger, told } from './log.js';
import { SlackError } from './slack-error.js';

export type SocketOptions = {
  readonly appToken: string;
  readonly apiUrl: string;
  readonly openWithinMs: number;
  readonly pongWithinMs: number;
  readonly log: Log;
};

/** One socket that is opened again whenever it closes, until it is closed here. */
export type KeptSocket = {
  readonly receiver: SocketModeReceiver;
  /** Opens it; throws when that fails at first, and from then on keeps it open. */
  open(): Promise<void>;
  /** Opens it as soon as Slack lets us, and keeps it open. */
  keep(): Promise<void>;
  close(): Promise<void>;
  isOpen(): boolean;
};

const firstPauseMs = 500;
const pauseMsMax = 30_000;

/**
 * Bolt could reopen the socket itself, but then an app token that is revoked ends the process, one of the wrong kind is
 * tried for ever without a word, and every replacement takes five seconds more.
 */
export function keptSocket({ appToken, apiUrl, openWithinMs, pongWithinMs, log }: SocketOptions): KeptSocket {
  const receiver = new SocketModeReceiver({
    appToken,
    autoReconnectEnabled: false,
    clientPingTimeout: pongWithinMs,
    logger: slackLogger(silent),
    installerOptions: { clientOptions: { ...callOptions(apiUrl), retryConfig: { retries: 0 } } },
    processEventErrorHandler: async ({ error }) => {
      log.warn(`Cannot handle what Slack sent: ${told(error)}`);
      return false;
    },
  });
  let live = false;
  let closed = false;

  const open = async () => {
    await inTime(receiver.start(), openWithinMs).catch((error) => {
      void receiver.stop();
      throw error ?? new SlackError('Slack closed its socket as soon as it was open', { passing: true });
    });
    if (closed) {
      await receiver.stop();
      return;
    }
    live = true;
    receiver.client.once('disconnected', keep);
  };

  const keep = async () => {
    live = false;
    for (let pauseMs = firstPauseMs; !live && !closed; pauseMs = Math.min(2 * pauseMs, pauseMsMax)) {
      // The spread keeps many bots from coming back in step after an outage.
      await sleep(pauseMs * (1 + Math.random() / 2), undefined, { ref: false });
      if (!closed) await open().catch(complain);
    }
  };

  const complain = (error: unknown) =>
    log.warn(
      `Cannot open a socket to Slack, trying on: ${error instanceof SlackError ? error.message : whyItFailed(error)}`,
    );

  return {
    receiver,
    open,
    keep,
    close: async () => {
      live = false;
      closed = true;
      await receiver.stop();
    },
    isOpen: () => live,
  };
}

async function inTime(started: Promise<unknown>, openWithinMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new SlackError(closedSocket(openWithinMs), { passing: true })),
      openWithinMs,
    );
  });
  await Promise.race([started, tooLate]).finally(() => clearTimeout(timer));
}

const closedSocket = (ms: number) =>
  `Slack answers, but its socket did not open within ${ms / 1000} s: let wss://*.slack.com through, or use SLACK_SIGNING_SECRET instead of SLACK_APP_TOKEN.`;
