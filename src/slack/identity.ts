import { WebClient } from '@slack/web-api';
import type { SlackConfig } from '../config/slack-settings.js';
import { createClientOptions } from './client-options.js';
import { describeError, isConfigurationError } from './error-text.js';
import { createSlackLogger, silentLog } from './log.js';
import { SlackError } from './slack-error.js';

/** The bot's ids in its workspace and its granted scopes. */
export type BotIdentity = {
  readonly botUserId: string;
  readonly botId: string;
  readonly teamId: string;
  /** Of the organisation that the workspace belongs to; null without one. */
  readonly enterpriseId: string | null;
  /** The workspace's own address: `https://shop.slack.com/`. */
  readonly workspaceUrl: string;
  readonly scopes: readonly string[];
};

/**
 * Identifies the bot and checks both tokens. Bolt would do so too, but exits the process or retries forever on a bad
 * token; this throws one clear error.
 */
export async function identifyBot({ botToken, apiUrl, transport }: SlackConfig): Promise<BotIdentity> {
  assertTokenPrefix('SLACK_BOT_TOKEN', botToken, 'xoxb-');
  if (transport.type === 'socket') assertTokenPrefix('SLACK_APP_TOKEN', transport.appToken, 'xapp-');

  const createClient = (token: string) =>
    new WebClient(token, {
      ...createClientOptions(apiUrl),
      logger: createSlackLogger(silentLog),
      retryConfig: { retries: 1, minTimeout: 300 },
    });
  const callSlack = async <Result>(action: string, call: Promise<Result>): Promise<Result> => {
    try {
      return await call;
    } catch (error) {
      const retryable = !isConfigurationError(error);
      throw new SlackError(`Cannot ${action} at ${apiUrl}: ${describeError(error)}.`, { retryable });
    }
  };

  const { user_id, bot_id, team_id, enterprise_id, url, response_metadata } = await callSlack(
    'sign in with SLACK_BOT_TOKEN',
    createClient(botToken).auth.test(),
  );
  if (transport.type === 'socket') {
    await callSlack('connect with SLACK_APP_TOKEN', createClient(transport.appToken).apps.connections.open());
  }
  return {
    botUserId: user_id ?? '',
    botId: bot_id ?? '',
    teamId: team_id ?? '',
    enterpriseId: enterprise_id ?? null,
    workspaceUrl: url ?? '',
    scopes: response_metadata?.scopes ?? [],
  };
}

/** Swapped tokens are the usual mistake, and Slack's error does not point to it. */
function assertTokenPrefix(name: string, token: string, prefix: string): void {
  if (token.startsWith(prefix)) return;
  const actualPrefix = /^x[a-z]{3}-/.exec(token)?.[0];
  const actual = actualPrefix === undefined ? 'something else' : `one that starts with ${actualPrefix}`;
  throw new SlackError(
    `Cannot use ${name}: expected a token that starts with ${prefix}, got ${actual}: ${tokenSources[prefix]}.`,
  );
}

const tokenSources: Readonly<Record<string, string>> = {
  'xoxb-': 'copy the Bot User OAuth Token from "Install App" in the settings of the Slack app',
  'xapp-': 'generate it with connections:write under "Basic Information" in the settings of the Slack app',
};
