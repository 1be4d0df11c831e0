import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { formatErrorLine } from './log.js';
/** True when only a change of the configuration can help. */
export const isConfigurationError = (error) =>
  error instanceof WebAPIPlatformError && configurationErrorCodes.has(readPlatformCode(error));
const configurationErrorCodes = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
  'missing_scope',
  'team_disabled',
]);
/** Returns the reason for a failed call, fit to show. Never quotes the response, which may hold anything. */
export function describeError(error) {
  if (error instanceof WebAPIPlatformError) return describeErrorCode(readPlatformCode(error));
  if (error instanceof WebAPIRateLimitedError)
    return error.retryAfter > 0
      ? `Slack's rate limit was hit; retry in ${error.retryAfter} s`
      : timelessRateLimitText;
  if (isUnreadableRateLimit(error)) return timelessRateLimitText;
  if (error instanceof WebAPIHTTPError) return `Slack answered with HTTP ${error.statusCode}`;
  if (error instanceof WebAPIRequestError)
    return `Slack cannot be reached (${findNetworkCode(error) ?? formatErrorLine(error.original)})`;
  return `Slack's answer was lost (${formatErrorLine(error)})`;
}
const timelessRateLimitText = "Slack's rate limit was hit; Slack did not say for how long";
/** Slack's client has no class of its own for a response 429 without a readable Retry-After. */
export const isUnreadableRateLimit = (error) =>
  error instanceof Error && error.message.startsWith('Retry header did not contain a valid timeout');
/** Returns Slack's error code. A proxy's HTML page, which Slack's client passes on as the error, has none. */
export const readPlatformCode = ({ data }) =>
  /^[a-z0-9_]{1,80}$/.test(data.error) ? data.error : nonSlackAnswerCode;
/** Stands for an answer that did not come from Slack. */
export const nonSlackAnswerCode = 'answer_not_from_slack';
/** Returns `ECONNREFUSED` or a similar code, through the layers that fetch and Slack's client wrap around it. */
export function findNetworkCode(error) {
  let cause = error instanceof WebAPIRequestError ? error.original : error;
  for (let depth = 0; cause instanceof Error && depth < causeDepthMax; depth += 1) {
    if (cause.name === 'TimeoutError') return 'timeout';
    const { code } = cause; // system errors carry a code, which Error does not declare
    if (typeof code === 'string') return code;
    cause = cause.cause;
  }
  return undefined;
}
const causeDepthMax = 5;
/** Returns Slack's error code and, after a colon, the next step. */
const describeErrorCode = (code) => `${code}: ${adviceByCode[code] ?? unknownCodeAdvice}`;
const reinstallAdvice = 'reinstall the Slack app and copy the new token';
const copyTokenAdvice =
  'copy the token again from the settings of the Slack app (https://api.slack.com/apps)';
const checkChannelAdvice = 'check SLACK_CHANNEL, which must be a channel id (C0123456789) rather than a name';
const swappedTokensAdvice = 'SLACK_BOT_TOKEN must be the xoxb- token and SLACK_APP_TOKEN the xapp- token';
const unknownCodeAdvice = 'look it up at https://docs.slack.dev/reference/methods';
const adviceByCode = {
  account_inactive: reinstallAdvice,
  token_expired: reinstallAdvice,
  token_revoked: reinstallAdvice,
  team_disabled: 'the workspace is disabled',
  invalid_auth: copyTokenAdvice,
  not_authed: copyTokenAdvice,
  not_allowed_token_type: swappedTokensAdvice,
  missing_scope:
    'create the Slack app from `badgateway manifest`, and give the xapp- token connections:write',
  channel_not_found: checkChannelAdvice,
  not_in_channel: 'invite the bot: type /invite and its name in that channel',
  is_archived: 'the channel is archived: unarchive it, or choose another one in SLACK_CHANNEL',
  restricted_action: 'a workspace admin restricts who may post there: ask for the bot to be allowed',
  message_not_found: 'the message was deleted',
  cant_update_message: 'the message belongs to another app',
  edit_window_closed: 'the workspace no longer allows edits of this message',
};
