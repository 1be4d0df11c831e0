/**
 * The connection to Slack. In: configuration, handlers that answer people, messages and files to deliver. Out: posts,
 * edits, modals and uploads, each kept within Slack's limits, and results that say whether to try again.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { App } from '@slack/bolt';
import { type FetchFunction, WebClient } from '@slack/web-api';
import type { SlackConfig } from '../config/slack-settings.js';
import { createClientOptions } from './client-options.js';
import { isConfigurationError } from './error-text.js';
import type { SlackHandlers } from './handlers.js';
import { createHttpTransport } from './http-transport.js';
import { identifyBot } from './identity.js';
import { registerListeners } from './listeners.js';
import { createSlackLogger, formatErrorLine, type SlackLog } from './log.js';
import { SlackError } from './slack-error.js';
import { createSocketTransport } from './socket-transport.js';
import type { Transport } from './transport.js';

/** A running connection to Slack. People are answered until it is stopped. */
export type SlackConnection = {
  /** The Slack user id of the bot. */
  readonly botUserId: string;
  /** The granted scopes. A feature whose scope is missing is off. */
  readonly scopes: readonly string[];
  /** The port of HTTP mode; null in Socket Mode. */
  readonly port: number | null;
  /** True while Slack can deliver to the bot. */
  isOpen(): boolean;
  /** Accepts no more requests and waits, for at most three seconds, for the answers in progress. */
  stop(): Promise<void>;
};

export type ConnectOptions = {
  /** Delay of the second socket after the first. */
  readonly secondAfterMs?: number;
  readonly openTimeoutMs?: number;
  /** A socket that answers no ping for this long is replaced, which takes about twice as long. */
  readonly pongTimeoutMs?: number;
};

const replyTimeoutMs = 3000;

/** Connects to Slack and answers people there. Throws a `SlackError` with a one-line message on failure. */
export async function connectSlack(
  config: SlackConfig,
  command: string,
  handlers: SlackHandlers,
  log: SlackLog,
  { secondAfterMs = 240_000, openTimeoutMs = 15_000, pongTimeoutMs = 5000 }: ConnectOptions = {},
): Promise<SlackConnection> {
  const { botToken, apiUrl, channel } = config;
  const { botUserId, botId, teamId, enterpriseId, workspaceUrl, scopes } = await identifyBot(config);
  const logger = createSlackLogger(log);
  const transport = createTransport(config, { secondAfterMs, openTimeoutMs, pongTimeoutMs, log });
  const app = new App({
    receiver: transport.receiver,
    authorize: async () => ({ botToken, botUserId, botId, teamId }),
    logger,
    convoStore: false,
    deferInitialization: true,
    clientOptions: { ...createClientOptions(apiUrl), logger, fetch: fetchWithTimeout },
  });
  const web = new WebClient(botToken, {
    ...createClientOptions(apiUrl),
    logger,
    retryConfig: replyRetryConfig,
  });
  const getPermalink = (ts: string) => `${workspaceUrl}archives/${channel}/p${ts.replace('.', '')}`;
  const own = { teamId, enterpriseId };
  const awaitReplies = registerListeners(app, command, { handlers, web, botUserId, own, getPermalink, log });
  await app.init();
  await transport.open(app).catch(async (error) => {
    await transport.close();
    if (error instanceof SlackError) throw error;
    throw new SlackError(`Cannot connect to Slack: ${formatErrorLine(error)}.`, {
      retryable: !isConfigurationError(error),
    });
  });

  return {
    botUserId,
    scopes,
    port: transport.port(),
    isOpen: transport.isOpen,
    async stop() {
      await transport.close();
      await Promise.race([awaitReplies(), sleep(replyTimeoutMs, undefined, { ref: false })]);
    },
  };
}

type TransportOptions = Required<ConnectOptions> & { readonly log: SlackLog };

function createTransport({ apiUrl, transport }: SlackConfig, options: TransportOptions): Transport {
  return transport.type === 'socket'
    ? createSocketTransport({ ...options, apiUrl, appToken: transport.appToken })
    : createHttpTransport({ ...options, signingSecret: transport.signingSecret, port: transport.port });
}

/** Somebody is waiting: retry twice within seconds. A duplicate answer is better than none. */
const replyRetryConfig = { retries: 2, minTimeout: 300, maxTimeout: 2000 };

/** Bolt sets no timeout for its requests to a `response_url`. */
const fetchWithTimeout: FetchFunction = (url, init) =>
  fetch(url, { signal: AbortSignal.timeout(replyTimeoutMs), ...init });
