/** What to do about Slack's answer: the code, and after a colon the next step. */
export const adviceOn = (code: string): string => `${code}: ${advice[code] ?? unknownCode}`;

const reinstall = 'reinstall the Slack app and copy the new token';
const copyAgain = 'copy the token again from the settings of the Slack app (https://api.slack.com/apps)';
const checkChannel = 'check SLACK_CHANNEL, which must be the id of a channel (C0123456789), not its name';
const swapped = 'SLACK_BOT_TOKEN must be the xoxb- token and SLACK_APP_TOKEN the xapp- token';
const unknownCode = 'look it up at https://docs.slack.dev/reference/methods';

const advice: Readonly<Record<string, string>> = {
  account_inactive: reinstall,
  token_expired: reinstall,
  token_revoked: reinstall,
  team_disabled: 'the workspace is switched off',
  invalid_auth: copyAgain,
  not_authed: copyAgain,
  not_allowed_token_type: swapped,
  missing_scope:
    'create the Slack app from `badgateway manifest`, and give the xapp- token connections:write',
  channel_not_found: checkChannel,
  not_in_channel: 'invite the bot: type /invite and its name in that channel',
  is_archived: 'the channel is archived: unarchive it, or choose another in SLACK_CHANNEL',
  restricted_action: 'an admin of the workspace allows only some to post there: ask for the bot',
  message_not_found: 'somebody deleted the message',
  cant_update_message: 'the message belongs to another app',
  edit_window_closed: 'the workspace no longer lets this message be edited',
};
