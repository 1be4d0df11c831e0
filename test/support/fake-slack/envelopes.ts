import { appId, botUser, type Node, type OpenView, team } from './workspace.js';

/** What Slack delivers when somebody does something, whichever way it is delivered. */
export type Envelope = {
  readonly type: 'slash_commands' | 'interactive' | 'events_api';
  readonly payload: Readonly<Record<string, unknown>>;
};

type Trigger = {
  readonly triggerId: string;
  readonly responseUrl: string;
  readonly user: string;
  readonly channel: string;
};

export const slashCommand = (
  command: string,
  text: string,
  { triggerId, responseUrl, user, channel }: Trigger,
): Envelope => ({
  type: 'slash_commands',
  payload: {
    command,
    text: escaped(text),
    user_id: user,
    channel_id: channel,
    team_id: team,
    api_app_id: appId,
    trigger_id: triggerId,
    response_url: responseUrl,
  },
});

export const blockAction = (
  element: Node,
  chosen: Node | undefined,
  blockId: string,
  ts: string,
  { triggerId, responseUrl, user, channel }: Trigger,
  { thread, onlyFor }: { readonly thread: string | null; readonly onlyFor: string | null },
): Envelope => ({
  type: 'interactive',
  payload: {
    type: 'block_actions',
    user: { id: user, team_id: team },
    team: { id: team },
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
        ...(chosen === undefined ? {} : { selected_option: chosen }),
      },
    ],
  },
});

/** A modal that is sent off, with what stands in each of its fields: `values` by block, then by action. */
export const viewSubmission = (
  { id, hash, user, view }: OpenView,
  values: Readonly<Record<string, Readonly<Record<string, object>>>>,
  triggerId: string,
): Envelope => ({
  type: 'interactive',
  payload: {
    type: 'view_submission',
    user: { id: user, team_id: team },
    team: { id: team },
    api_app_id: appId,
    trigger_id: triggerId,
    view: { id, hash, team_id: team, app_id: appId, bot_id: botUser, ...view, state: { values } },
    response_urls: [],
  },
});

/** Somebody looks at the bot itself: its Home tab, or its messages. */
export const homeOpened = (user: string, tab: 'home' | 'messages', eventId: string): Envelope =>
  event(eventId, { type: 'app_home_opened', user, tab, channel: 'D0ANNA001', event_ts: '1.0' });

type Said = {
  readonly user: string;
  readonly channel: string;
  readonly ts: string;
  readonly thread: string | null;
};

export const appMention = (text: string, eventId: string, said: Said): Envelope =>
  event(eventId, {
    type: 'app_mention',
    ...spoken(
      `<@${botUser}> ${escaped(text)}`,
      [{ type: 'user', user_id: botUser }, literal(` ${text}`)],
      said,
    ),
  });

export const directMessage = (text: string, eventId: string, said: Said): Envelope =>
  event(eventId, { type: 'message', channel_type: 'im', ...spoken(escaped(text), [literal(text)], said) });

const spoken = (text: string, elements: readonly object[], { user, channel, ts, thread }: Said) => ({
  user,
  channel,
  ts,
  event_ts: ts,
  ...(thread === null ? {} : { thread_ts: thread }),
  text,
  blocks: [{ type: 'rich_text', block_id: 'b', elements: [{ type: 'rich_text_section', elements }] }],
});

const event = (eventId: string, inner: object): Envelope => ({
  type: 'events_api',
  payload: {
    type: 'event_callback',
    team_id: team,
    api_app_id: appId,
    event_id: eventId,
    event_time: 0,
    authorizations: [
      { team_id: team, user_id: botUser, is_bot: true, is_enterprise_install: false, enterprise_id: null },
    ],
    event: inner,
  },
});

const literal = (text: string) => ({ type: 'text', text });

/** What Slack makes of typed text. */
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
