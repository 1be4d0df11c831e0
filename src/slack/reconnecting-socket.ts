import { setTimeout as sleep } from 'node:timers/promises';
import { SocketModeReceiver } from '@slack/bolt';
import { createClientOptions } from './client-options.js';
import { describeError } from './error-text.js';
import { createSlackLogger, formatErrorLine, type SlackLog, silentLog } from './log.js';
import { SlackError } from './slack-error.js';

export type SocketTransportOptions = {
  readonly appToken: string;
  readonly apiUrl: string;
  readonly openTimeoutMs: number;
  readonly pongTimeoutMs: number;
  readonly log: SlackLog;
};

/** One socket that is opened again whenever it closes, until it is closed here. */
export type ReconnectingSocket = {
  readonly receiver: SocketModeReceiver;
  /** Opens it; throws when that fails at first, and from then on keeps it open. */
  open(): Promise<void>;
  /** Opens it as soon as Slack lets us, and keeps it open. */
  keepOpen(): Promise<void>;
  close(): Promise<void>;
  isOpen(): boolean;
};

const firstPauseMs = 500;
const pauseMsMax = 30_000;

/**
 * Bolt could reopen the socket itself, but then an app token that is revoked ends the process, one of the wrong kind is
 * tried for ever without a word, and every replacement takes five seconds more.
 */
export function createReconnectingSocket({
  appToken,
  apiUrl,
  openTimeoutMs,
  pongTimeoutMs,
  log,
}: SocketTransportOptions): ReconnectingSocket {
  const receiver = new SocketModeReceiver({
    appToken,
    autoReconnectEnabled: false,
    clientPingTimeout: pongTimeoutMs,
    logger: createSlackLogger(silentLog),
    installerOptions: { clientOptions: { ...createClientOptions(apiUrl), retryConfig: { retries: 0 } } },
    processEventErrorHandler: async ({ error }) => {
      log.warn(`Cannot handle what Slack sent: ${formatErrorLine(error)}`);
      return false;
    },
  });
  let isLive = false;
  let isClosed = false;

  const open = async () => {
    await withTimeout(receiver.start(), openTimeoutMs).catch((error) => {
      void receiver.stop();
      throw error ?? new SlackError('Slack closed its socket as soon as it was open', { retryable: true });
    });
    if (isClosed) {
      await receiver.stop();
      return;
    }
    isLive = true;
    receiver.client.once('disconnected', keepOpen);
  };

  const keepOpen = async () => {
    isLive = false;
    for (let pauseMs = firstPauseMs; !isLive && !isClosed; pauseMs = Math.min(2 * pauseMs, pauseMsMax)) {
      // The spread keeps many bots from coming back in step after an outage.
      await sleep(pauseMs * (1 + Math.random() / 2), undefined, { ref: false });
      if (!isClosed) await open().catch(warnOfFailure);
    }
  };

  const warnOfFailure = (error: unknown) =>
    log.warn(
      `Cannot open a socket to Slack, trying on: ${error instanceof SlackError ? error.message : describeError(error)}`,
    );

  return {
    receiver,
    open,
    keepOpen,
    close: async () => {
      isLive = false;
      isClosed = true;
      await receiver.stop();
    },
    isOpen: () => isLive,
  };
}

async function withTimeout(started: Promise<unknown>, openTimeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new SlackError(formatSocketTimeout(openTimeoutMs), { retryable: true })),
      openTimeoutMs,
    );
  });
  await Promise.race([started, timeout]).finally(() => clearTimeout(timer));
}

const formatSocketTimeout = (ms: number) =>
  `Slack answers, but its socket did not open within ${ms / 1000} s: let wss://*.slack.com through, or use SLACK_SIGNING_SECRET instead of SLACK_APP_TOKEN.`;
