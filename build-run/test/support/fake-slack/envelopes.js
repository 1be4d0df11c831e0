import { appId, botUserId, teamId } from './workspace.js';
export const createSlashCommand = (command, text, { triggerId, responseUrl, user, channel }) => ({
  type: 'slash_commands',
  payload: {
    command,
    text: escapeText(text),
    user_id: user,
    channel_id: channel,
    team_id: teamId,
    api_app_id: appId,
    trigger_id: triggerId,
    response_url: responseUrl,
  },
});
export const createBlockAction = (
  element,
  selectedOption,
  blockId,
  ts,
  { triggerId, responseUrl, user, channel },
  { thread, onlyFor },
) => ({
  type: 'interactive',
  payload: {
    type: 'block_actions',
    user: { id: user, team_id: teamId },
    team: { id: teamId },
    channel: { id: channel },
    container: {
      type: 'message',
      message_ts: ts,
      channel_id: channel,
      is_ephemeral: onlyFor !== null,
      ...(thread === null ? {} : { thread_ts: thread }),
    },
    message: { ts },
    api_app_id: appId,
    trigger_id: triggerId,
    response_url: responseUrl,
    actions: [
      {
        type: element.type,
        action_id: element['action_id'],
        block_id: blockId,
        action_ts: ts,
        ...(element['value'] === undefined ? {} : { value: element['value'] }),
        ...(selectedOption === undefined ? {} : { selected_option: selectedOption }),
      },
    ],
  },
});
/** The submission of a modal; `values` by block id, then by action id. */
export const createViewSubmission = ({ id, hash, user, payload }, values, triggerId) => ({
  type: 'interactive',
  payload: {
    type: 'view_submission',
    user: { id: user, team_id: teamId },
    team: { id: teamId },
    api_app_id: appId,
    trigger_id: triggerId,
    view: { id, hash, team_id: teamId, app_id: appId, bot_id: botUserId, ...payload, state: { values } },
    response_urls: [],
  },
});
/** A person opened the Home tab or the messages of the bot. */
export const createHomeOpened = (user, tab, eventId) =>
  createEvent(eventId, { type: 'app_home_opened', user, tab, channel: 'D0ANNA001', event_ts: '1.0' });
export const createAppMention = (text, eventId, context) =>
  createEvent(eventId, {
    type: 'app_mention',
    ...buildMessageEvent(
      `<@${botUserId}> ${escapeText(text)}`,
      [{ type: 'user', user_id: botUserId }, textElement(` ${text}`)],
      context,
    ),
  });
export const createDirectMessage = (text, eventId, context) =>
  createEvent(eventId, {
    type: 'message',
    channel_type: 'im',
    ...buildMessageEvent(escapeText(text), [textElement(text)], context),
  });
const buildMessageEvent = (text, elements, { user, channel, ts, thread }) => ({
  user,
  channel,
  ts,
  event_ts: ts,
  ...(thread === null ? {} : { thread_ts: thread }),
  text,
  blocks: [{ type: 'rich_text', block_id: 'b', elements: [{ type: 'rich_text_section', elements }] }],
});
const createEvent = (eventId, inner) => ({
  type: 'events_api',
  payload: {
    type: 'event_callback',
    team_id: teamId,
    api_app_id: appId,
    event_id: eventId,
    event_time: 0,
    authorizations: [
      {
        team_id: teamId,
        user_id: botUserId,
        is_bot: true,
        is_enterprise_install: false,
        enterprise_id: null,
      },
    ],
    event: inner,
  },
});
const textElement = (text) => ({ type: 'text', text });
/** Escapes typed text as Slack does. */
const escapeText = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
