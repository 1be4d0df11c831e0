import { appId, type BlockElement, botUserId, type OpenView, teamId } from './workspace.js';

/** A delivery from Slack, over a socket or HTTP. */
export type Envelope = {
  readonly type: 'slash_commands' | 'interactive' | 'events_api';
  readonly payload: Readonly<Record<string, unknown>>;
};

type TriggerContext = {
  readonly triggerId: string;
  readonly responseUrl: string;
  readonly user: string;
  readonly channel: string;
};

export const createSlashCommand = (
  command: string,
  text: string,
  { triggerId, responseUrl, user, channel }: TriggerContext,
): Envelope => ({
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
  element: BlockElement,
  selectedOption: BlockElement | undefined,
  blockId: string,
  ts: string,
  { triggerId, responseUrl, user, channel }: TriggerContext,
  { thread, onlyFor }: { readonly thread: string | null; readonly onlyFor: string | null },
): Envelope => ({
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
export const createViewSubmission = (
  { id, hash, user, payload }: OpenView,
  values: Readonly<Record<string, Readonly<Record<string, object>>>>,
  triggerId: string,
): Envelope => ({
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
export const createHomeOpened = (user: string, tab: 'home' | 'messages', eventId: string): Envelope =>
  createEvent(eventId, { type: 'app_home_opened', user, tab, channel: 'D0ANNA001', event_ts: '1.0' });

type MessageContext = {
  readonly user: string;
  readonly channel: string;
  readonly ts: string;
  readonly thread: string | null;
};

export const createAppMention = (text: string, eventId: string, context: MessageContext): Envelope =>
  createEvent(eventId, {
    type: 'app_mention',
    ...buildMessageEvent(
      `<@${botUserId}> ${escapeText(text)}`,
      [{ type: 'user', user_id: botUserId }, textElement(` ${text}`)],
      context,
    ),
  });

export const createDirectMessage = (text: string, eventId: string, context: MessageContext): Envelope =>
  createEvent(eventId, {
    type: 'message',
    channel_type: 'im',
    ...buildMessageEvent(escapeText(text), [textElement(text)], context),
  });

const buildMessageEvent = (
  text: string,
  elements: readonly object[],
  { user, channel, ts, thread }: MessageContext,
) => ({
  user,
  channel,
  ts,
  event_ts: ts,
  ...(thread === null ? {} : { thread_ts: thread }),
  text,
  blocks: [{ type: 'rich_text', block_id: 'b', elements: [{ type: 'rich_text_section', elements }] }],
});

const createEvent = (eventId: string, inner: object): Envelope => ({
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

const textElement = (text: string) => ({ type: 'text', text });

/** Escapes typed text as Slack does. */
const escapeText = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
