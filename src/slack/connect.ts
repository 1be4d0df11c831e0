import { setTimeout as sleep } from 'node:timers/promises';
import { App } from '@slack/bolt';
import { type FetchFunction, WebClient } from '@slack/web-api';
import type { SlackConfig } from '../config/config.js';
import { callOptions } from './client-options.js';
import { isRefusal } from './error-text.js';
import type { Handlers } from './handlers.js';
import { httpDoor } from './http-transport.js';
import { identify } from './identity.js';
import { listen } from './listeners.js';
import { type Log, slackLogger, told } from './log.js';
import { SlackError } from './slack-error.js';
import { socketDoor } from './socket-transport.js';
import type { Door } from './transport.js';

/** Slack, connected: people are answered until it is stopped. */
export type SlackConnection = {
  /** Slack's id of the bot. */
  readonly botUser: string;
  /** What the bot was granted; a feature without its scope is off. */
  readonly scopes: readonly string[];
  /** Where HTTP mode listens; null in Socket Mode. */
  readonly port: number | null;
  /** True while people can reach the bot. */
  isOpen(): boolean;
  /** Takes no more questions and waits, not for long, for the answers under way. */
  stop(): Promise<void>;
};

export type ConnectOptions = {
  /** When the second socket is opened, after the first. */
  readonly secondAfterMs?: number;
  readonly openWithinMs?: number;
  /** A socket that answers no ping for so long is replaced; a replacement takes about twice as long. */
  readonly pongWithinMs?: number;
};

const answersWithinMs = 3000;

/** Connects to Slack and answers there. Throws a `SlackError` of one line when it cannot. */
export async function connectSlack(
  config: SlackConfig,
  command: string,
  handlers: Handlers,
  log: Log,
  { secondAfterMs = 240_000, openWithinMs = 15_000, pongWithinMs = 5000 }: ConnectOptions = {},
): Promise<SlackConnection> {
  const { botToken, apiUrl, channel } = config;
  const { botUser, botId, team, workspaceUrl, scopes } = await identify(config);
  const logger = slackLogger(log);
  const door = doorOf(config, { secondAfterMs, openWithinMs, pongWithinMs, log });
  const app = new App({
    receiver: door.receiver,
    authorize: async () => ({ botToken, botUserId: botUser, botId, teamId: team }),
    logger,
    convoStore: false,
    deferInitialization: true,
    clientOptions: { ...callOptions(apiUrl), logger, fetch: fetchInTime },
  });
  const web = new WebClient(botToken, { ...callOptions(apiUrl), logger, retryConfig: answerRetries });
  const linkTo = (ts: string) => `${workspaceUrl}archives/${channel}/p${ts.replace('.', '')}`;
  const answersUnderWay = listen(app, command, { handlers, web, botUser, linkTo, log });
  await app.init();
  await door.open(app).catch(async (error) => {
    await door.close();
    if (error instanceof SlackError) throw error;
    throw new SlackError(`Cannot connect to Slack: ${told(error)}.`, { passing: !isRefusal(error) });
  });

  return {
    botUser,
    scopes,
    port: door.port(),
    isOpen: door.isOpen,
    async stop() {
      await door.close();
      await Promise.race([answersUnderWay(), sleep(answersWithinMs, undefined, { ref: false })]);
    },
  };
}

type DoorOptions = Required<ConnectOptions> & { readonly log: Log };

function doorOf({ apiUrl, transport }: SlackConfig, options: DoorOptions): Door {
  return transport.name === 'socket'
    ? socketDoor({ ...options, apiUrl, appToken: transport.appToken })
    : httpDoor({ ...options, signingSecret: transport.signingSecret, port: transport.port });
}

/** A person is waiting: two more tries within seconds, and rather an answer twice than none. */
const answerRetries = { retries: 2, minTimeout: 300, maxTimeout: 2000 };

/** Bolt gives no time limit to its answers to `response_url`. */
const fetchInTime: FetchFunction = (url, init) =>
  fetch(url, { signal: AbortSignal.timeout(answersWithinMs), ...init });
