import { setTimeout as sleep } from 'node:timers/promises';
import { SocketModeReceiver } from '@slack/bolt';
import { createClientOptions } from './client-options.js';
import { describeError } from './error-text.js';
import { createSlackLogger, formatErrorLine, silentLog } from './log.js';
import { SlackError } from './slack-error.js';

const firstPauseMs = 500;
const pauseMsMax = 30_000;
/**
 * Does not use Bolt's own reconnection, with which a revoked app token exits the process, a token of the wrong kind is
 * retried forever without a log line, and every replacement takes five seconds longer.
 */
export function createReconnectingSocket({ appToken, apiUrl, openTimeoutMs, pongTimeoutMs, log }) {
  const receiver = new SocketModeReceiver({
    appToken,
    autoReconnectEnabled: false,
    clientPingTimeout: pongTimeoutMs,
    logger: createSlackLogger(silentLog),
    installerOptions: { clientOptions: { ...createClientOptions(apiUrl), retryConfig: { retries: 0 } } },
    processEventErrorHandler: async ({ error }) => {
      log.warn(`Cannot handle a delivery from Slack: ${formatErrorLine(error)}`);
      return false;
    },
  });
  let isLive = false;
  let isClosed = false;
  const open = async () => {
    await withTimeout(receiver.start(), openTimeoutMs).catch((error) => {
      void receiver.stop();
      throw error ?? new SlackError(closedAtOnce, { retryable: true });
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
      // Jitter keeps many bots from reconnecting in step after an outage.
      await sleep(pauseMs * (1 + Math.random() / 2), undefined, { ref: false });
      if (!isClosed) await open().catch(warnOfFailure);
    }
  };
  const warnOfFailure = (error) =>
    log.warn(
      error instanceof SlackError
        ? `${error.message} Retrying.`
        : `Cannot open a socket to Slack: ${describeError(error)}. Retrying.`,
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
async function withTimeout(started, openTimeoutMs) {
  let timer;
  const timeout = new Promise((_, reject) => {
    timer = setTimeout(
      () => reject(new SlackError(formatSocketTimeout(openTimeoutMs), { retryable: true })),
      openTimeoutMs,
    );
  });
  await Promise.race([started, timeout]).finally(() => clearTimeout(timer));
}
const closedAtOnce = 'Cannot open a socket to Slack: it was closed at once.';
const formatSocketTimeout = (ms) =>
  `Cannot open a socket to Slack within ${ms / 1000} s, although its API answers: allow wss://*.slack.com, or use SLACK_SIGNING_SECRET instead of SLACK_APP_TOKEN.`;
