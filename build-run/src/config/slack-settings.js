import { z } from 'zod';
import { createIntegerSchema, urlSchema } from './schemas.js';
import { createMissingProblem, setting, settingGroup } from './setting.js';

const members = {
  botToken: setting({
    name: 'SLACK_BOT_TOKEN',
    description:
      'Bot token of your Slack app (OAuth & Permissions). Without it, messages are printed in the terminal.',
    expected: 'a bot token that starts with xoxb-',
    example: 'xoxb-…',
    secret: true,
    unset: () => null,
    schema: z.string().regex(/^xoxb-\S+$/),
  }),
  appToken: setting({
    name: 'SLACK_APP_TOKEN',
    description:
      'App-level token with connections:write (Basic Information), for Socket Mode: no public address needed.',
    expected: 'an app-level token that starts with xapp- (or give SLACK_SIGNING_SECRET for HTTP mode)',
    example: 'xapp-…',
    secret: true,
    unset: () => null,
    schema: z.string().regex(/^xapp-\S+$/),
  }),
  signingSecret: setting({
    name: 'SLACK_SIGNING_SECRET',
    description: 'Signing secret (Basic Information), for HTTP mode instead of Socket Mode.',
    expected: 'the signing secret, letters and digits',
    example: '0123456789abcdef0123456789abcdef',
    secret: true,
    unset: () => null,
    schema: z.string().regex(/^[A-Za-z0-9]{16,64}$/),
  }),
  httpPort: setting({
    name: 'SLACK_HTTP_PORT',
    description: 'HTTP mode: the port on 127.0.0.1 to which your proxy forwards https://…/slack/events.',
    expected: 'a port from 0 to 65535',
    example: '3000',
    default: '3000',
    schema: createIntegerSchema(0, 65_535),
  }),
  channel: setting({
    name: 'SLACK_CHANNEL',
    description: 'Id of the channel for alerts and reports (channel name > About, at the bottom).',
    expected: 'a channel id such as C0123456789, not a name',
    example: 'C0123456789',
    unset: () => null,
    schema: z.string().regex(/^[CDG][A-Z0-9]{6,}$/),
  }),
  apiUrl: setting({
    name: 'SLACK_API_URL',
    description: 'Base URL of the Slack API, for proxies.',
    expected: 'an http or https address that ends in /api/',
    example: 'https://slack.com/api/',
    default: 'https://slack.com/api/',
    schema: urlSchema,
  }),
};
/** The connection to Slack; null when no Slack setting is given. An app token selects Socket Mode. */
export const slackSettings = settingGroup(members, combineSlack);
function combineSlack({ botToken, appToken, signingSecret, channel, apiUrl, httpPort }, report) {
  if (botToken === undefined || appToken === undefined) return null;
  if (signingSecret === undefined || channel === undefined) return null;
  if ([botToken, appToken, signingSecret, channel].every((value) => value === null)) return null;
  const reason = 'other Slack settings were';
  if (botToken === null) report(createMissingProblem(members.botToken, reason));
  if (channel === null) report(createMissingProblem(members.channel, reason));
  if (appToken === null && signingSecret === null) report(createMissingProblem(members.appToken, reason));
  if (botToken === null || channel === null || apiUrl === undefined) return null;
  if (appToken !== null) return { botToken, channel, apiUrl, transport: { type: 'socket', appToken } };
  if (signingSecret === null || httpPort === undefined) return null;
  return { botToken, channel, apiUrl, transport: { type: 'http', signingSecret, port: httpPort } };
}
