import { WebClient } from '@slack/web-api';
import { createClientOptions } from './client-options.js';
import { describeError, isConfigurationError } from './error-text.js';
import { createSlackLogger, silentLog } from './log.js';
import { SlackError } from './slack-error.js';
/**
 * Identifies the bot and checks both tokens. Bolt would do so too, but exits the process or retries forever on a bad
 * token; this throws one clear error.
 */
export async function identifyBot({ botToken, apiUrl, transport }) {
  assertTokenPrefix('SLACK_BOT_TOKEN', botToken, 'xoxb-');
  if (transport.type === 'socket') assertTokenPrefix('SLACK_APP_TOKEN', transport.appToken, 'xapp-');
  const createClient = (token) =>
    new WebClient(token, {
      ...createClientOptions(apiUrl),
      logger: createSlackLogger(silentLog),
      retryConfig: { retries: 1, minTimeout: 300 },
    });
  const callSlack = async (action, call) => {
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
function assertTokenPrefix(name, token, prefix) {
  if (token.startsWith(prefix)) return;
  const actualPrefix = /^x[a-z]{3}-/.exec(token)?.[0];
  const actual = actualPrefix === undefined ? 'something else' : `one that starts with ${actualPrefix}`;
  throw new SlackError(
    `Cannot use ${name}: expected a token that starts with ${prefix}, got ${actual}: ${tokenSources[prefix]}.`,
  );
}
const tokenSources = {
  'xoxb-': 'copy the Bot User OAuth Token from "Install App" in the settings of the Slack app',
  'xapp-': 'generate it with connections:write under "Basic Information" in the settings of the Slack app',
};
