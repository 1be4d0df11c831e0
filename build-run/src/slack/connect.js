/**
 * The connection to Slack. In: configuration, handlers that answer people, messages and files to deliver. Out: posts,
 * edits, modals and uploads, each kept within Slack's limits, and results that say whether to try again.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { App } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { createClientOptions } from './client-options.js';
import { isConfigurationError } from './error-text.js';
import { createHttpTransport } from './http-transport.js';
import { identifyBot } from './identity.js';
import { registerListeners } from './listeners.js';
import { createSlackLogger, formatErrorLine } from './log.js';
import { SlackError } from './slack-error.js';
import { createSocketTransport } from './socket-transport.js';

const replyTimeoutMs = 3000;
/** Connects to Slack and answers people there. Throws a `SlackError` with a one-line message on failure. */
export async function connectSlack(
  config,
  command,
  handlers,
  log,
  { secondAfterMs = 240_000, openTimeoutMs = 15_000, pongTimeoutMs = 5000 } = {},
) {
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
  const getPermalink = (ts) => `${workspaceUrl}archives/${channel}/p${ts.replace('.', '')}`;
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
function createTransport({ apiUrl, transport }, options) {
  return transport.type === 'socket'
    ? createSocketTransport({ ...options, apiUrl, appToken: transport.appToken })
    : createHttpTransport({ ...options, signingSecret: transport.signingSecret, port: transport.port });
}
/** Somebody is waiting: retry twice within seconds. A duplicate answer is better than none. */
const replyRetryConfig = { retries: 2, minTimeout: 300, maxTimeout: 2000 };
/** Bolt sets no timeout for its requests to a `response_url`. */
const fetchWithTimeout = (url, init) => fetch(url, { signal: AbortSignal.timeout(replyTimeoutMs), ...init });
