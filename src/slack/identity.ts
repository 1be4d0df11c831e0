import { WebClient } from '@slack/web-api';
import type { SlackConfig } from '../config/config.js';
import { callOptions } from './client-options.js';
import { isRefusal, whyItFailed } from './error-text.js';
import { silent, slackLogger } from './log.js';
import { SlackError } from './slack-error.js';

/** Who the bot is in its workspace, and what it may do there. */
export type Identity = {
  readonly botUser: string;
  readonly botId: string;
  readonly team: string;
  /** The workspace's own address: `https://shop.slack.com/`. */
  readonly workspaceUrl: string;
  readonly scopes: readonly string[];
};

/**
 * Asks Slack who we are, with both tokens. Bolt would ask too, but a token that it does not like ends the process, or
 * makes it try for ever; here it is one clear error.
 */
export async function identify({ botToken, apiUrl, transport }: SlackConfig): Promise<Identity> {
  checkPrefix('SLACK_BOT_TOKEN', botToken, 'xoxb-');
  if (transport.name === 'socket') checkPrefix('SLACK_APP_TOKEN', transport.appToken, 'xapp-');

  const client = (token: string) =>
    new WebClient(token, {
      ...callOptions(apiUrl),
      logger: slackLogger(silent),
      retryConfig: { retries: 1, minTimeout: 300 },
    });
  const doing = async <Answer>(what: string, call: Promise<Answer>): Promise<Answer> => {
    try {
      return await call;
    } catch (error) {
      const passing = !isRefusal(error);
      throw new SlackError(`Cannot ${what} at ${apiUrl}: ${whyItFailed(error)}.`, { passing });
    }
  };

  const { user_id, bot_id, team_id, url, response_metadata } = await doing(
    'sign in with SLACK_BOT_TOKEN',
    client(botToken).auth.test(),
  );
  if (transport.name === 'socket') {
    await doing('connect with SLACK_APP_TOKEN', client(transport.appToken).apps.connections.open());
  }
  return {
    botUser: user_id ?? '',
    botId: bot_id ?? '',
    team: team_id ?? '',
    workspaceUrl: url ?? '',
    scopes: response_metadata?.scopes ?? [],
  };
}

/** Swapped tokens are the usual mistake, and Slack's answer to them does not say so. */
function checkPrefix(name: string, token: string, prefix: string): void {
  if (token.startsWith(prefix)) return;
  const got = /^x[a-z]{3}-/.exec(token)?.[0];
  const came = got === undefined ? 'something else' : `one that starts with ${got}`;
  throw new SlackError(
    `${name} must be a token that starts with ${prefix}, and is ${came}: ${whereFrom[prefix]}.`,
  );
}

const whereFrom: Readonly<Record<string, string>> = {
  'xoxb-': 'copy the Bot User OAuth Token from "Install App" in the settings of the Slack app',
  'xapp-': 'generate it with connections:write under "Basic Information" in the settings of the Slack app',
};
