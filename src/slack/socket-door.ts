import { type App, type Logger, SocketModeReceiver } from '@slack/bolt';
import { callOptions } from './calls.js';
import type { Door } from './door.js';
import { type Log, slackLogger, told } from './log.js';
import { SlackError } from './slack-error.js';

export type SocketOptions = {
  readonly appToken: string;
  readonly apiUrl: string;
  readonly secondAfterMs: number;
  readonly openWithinMs: number;
  readonly pongWithinMs: number;
  readonly log: Log;
};

/**
 * Two connections. Slack closes each every few hours, and the client is then away for some 12 seconds in which
 * commands fail; Slack uses the other meanwhile. They are opened minutes apart so that they do not close together.
 */
export function socketDoor(options: SocketOptions): Door {
  const { secondAfterMs, openWithinMs, log } = options;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  // A socket that is being closed complains about it for seconds.
  const logger = slackLogger({ warn: (line) => closed || log.warn(line) });
  const first = socket(options, logger);
  const second = socket(options, logger);

  const openSecond = (app: App) => {
    second.receiver.init(app);
    second.receiver
      .start()
      .catch((error) => log.warn(`Cannot open the second socket to Slack: ${told(error)}`));
  };

  return {
    receiver: first.receiver,
    async open(app) {
      await inTime(first.receiver.start(), openWithinMs);
      timer = setTimeout(openSecond, secondAfterMs, app).unref();
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await Promise.all([first.receiver.stop(), second.receiver.stop()]);
    },
    isOpen: () => !closed && (first.isLive() || second.isLive()),
    port: () => null,
  };
}

function socket({ appToken, apiUrl, pongWithinMs }: SocketOptions, logger: Logger) {
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    clientPingTimeout: pongWithinMs,
    installerOptions: {
      clientOptions: {
        ...callOptions(apiUrl),
        // Slack's own policy waits longer and longer, and would notice the end of an outage most of an hour late.
        retryConfig: { forever: true, minTimeout: 1000, maxTimeout: 30_000, factor: 2, randomize: true },
      },
    },
  });
  let live = false;
  receiver.client.on('connected', () => {
    live = true;
  });
  for (const event of ['close', 'reconnecting', 'disconnected']) {
    receiver.client.on(event, () => {
      live = false;
    });
  }
  return { receiver, isLive: () => live };
}

async function inTime(started: Promise<unknown>, openWithinMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new SlackError(closedSocket(openWithinMs))), openWithinMs);
  });
  await Promise.race([started, tooLate]).finally(() => clearTimeout(timer));
}

const closedSocket = (ms: number) =>
  `Slack answers, but its socket did not open within ${ms / 1000} s: let wss://*.slack.com through, or use SLACK_SIGNING_SECRET instead of SLACK_APP_TOKEN.`;
