import { respondError, respondOk } from './answer.js';
import { completeUpload, createUploadUrl, findUnreadyImages } from './files.js';
import { rejectInvalidMessage } from './validate.js';
import { openView, publishView, updateView } from './views.js';
import { botId, botUserId, getLatestVersion, teamId } from './workspace.js';

const historyScopes = ['channels:history', 'groups:history'];
/** The methods of the Web API that the bot may call. */
export const methods = {
  'auth.test': {
    scopes: [],
    run: () =>
      respondOk({ team_id: teamId, user_id: botUserId, bot_id: botId, url: 'https://fake.slack.example/' }),
  },
  'chat.postMessage': { scopes: ['chat:write'], run: postMessage },
  'chat.update': { scopes: ['chat:write'], run: updateMessage },
  'chat.postEphemeral': { scopes: ['chat:write'], run: postEphemeral },
  'chat.getPermalink': { scopes: [], run: getPermalink },
  'conversations.history': {
    scopes: historyScopes,
    run: (workspace, args) => paginate(workspace, args, listChannel(workspace, args)),
  },
  'conversations.replies': {
    scopes: historyScopes,
    run: (workspace, args) => paginate(workspace, args, listThread(workspace, args)),
  },
  'conversations.info': {
    scopes: ['channels:read'],
    run: (workspace, args) =>
      checkChannel(workspace, args) ?? respondOk({ channel: { id: args['channel'] } }),
  },
  'users.info': {
    scopes: ['users:read'],
    run: (_, { user }) => respondOk({ user: { id: user, tz: 'Europe/Amsterdam' } }),
  },
  'usergroups.users.list': {
    scopes: ['usergroups:read'],
    run: ({ groups }, { usergroup }) => {
      const users = groups.get(String(usergroup));
      return users === undefined ? respondError('no_such_subteam') : respondOk({ users });
    },
  },
  'reactions.add': {
    scopes: ['reactions:write'],
    run: (workspace, args) =>
      findTarget(workspace, args, 'timestamp') ? respondOk({}) : respondError('message_not_found'),
  },
  'files.getUploadURLExternal': {
    scopes: ['files:write'],
    run: (workspace, args, root) => createUploadUrl(workspace, root, args),
  },
  'files.completeUploadExternal': {
    scopes: ['files:write'],
    run: (workspace, args) =>
      completeUpload(workspace, args, checkChannel(workspace, { channel: args['channel_id'] })),
  },
  'views.open': { scopes: [], run: openView },
  'views.update': { scopes: [], run: updateView },
  'views.publish': { scopes: [], run: publishView },
};
function postMessage(workspace, args) {
  const message = toSentMessage(args);
  const error = checkChannel(workspace, args) ?? checkMessage(workspace, 'chat.postMessage', message);
  if (error !== null) return error;
  requireFlagsOff(workspace, 'chat.postMessage', args, ['unfurl_links', 'unfurl_media']);
  const thread = typeof args['thread_ts'] === 'string' ? args['thread_ts'] : null;
  const { channel, ts } = workspace.addMessage(String(args['channel']), thread, message);
  return respondOk({ channel, ts, message: { ts, text: message.text, bot_id: botId } });
}
function updateMessage(workspace, args) {
  const stored = findTarget(workspace, args, 'ts');
  if (stored === undefined) return respondError('message_not_found');
  const previous = getLatestVersion(stored);
  const input = toSentMessage(args);
  const metadata = input.metadata ?? previous.metadata;
  // Slack keeps the attachments and metadata that an edit does not mention.
  const message = {
    ...input,
    attachments: args['attachments'] === undefined ? previous.attachments : input.attachments,
    ...(metadata === undefined ? {} : { metadata }),
  };
  const error = checkMessage(workspace, 'chat.update', message);
  if (error !== null) return error;
  if (args['parse'] !== 'none')
    workspace.violations.push('chat.update: without parse=none Slack links names');
  workspace.editMessage(stored, message);
  return respondOk({ channel: stored.channel, ts: stored.ts, text: message.text });
}
function postEphemeral(workspace, args) {
  const message = toSentMessage(args);
  const error = checkChannel(workspace, args) ?? checkMessage(workspace, 'chat.postEphemeral', message);
  if (error !== null) return error;
  return respondOk({
    message_ts: workspace.addMessage(String(args['channel']), null, message, String(args['user'])).ts,
  });
}
function getPermalink(workspace, args) {
  const stored = findTarget(workspace, args, 'message_ts');
  return stored === undefined
    ? respondError('message_not_found')
    : respondOk({ permalink: `https://fake.slack.example/${stored.channel}/${stored.ts}` });
}
/** Returns a page of messages, newest first; metadata only on request. */
function paginate(workspace, args, all) {
  const error = checkChannel(workspace, args);
  if (error !== null) return error;
  const limit = Math.min(Number(args['limit'] ?? 100), 999);
  const from = Number(args['cursor'] ?? 0);
  const recent = all.filter(({ ts }) => Number(ts) >= Number(args['oldest'] ?? 0));
  const messages = recent.slice(from, from + limit).map((stored) => {
    const { text, blocks, metadata } = getLatestVersion(stored);
    return { ts: stored.ts, text, blocks, ...(args['include_all_metadata'] === true && { metadata }) };
  });
  const hasMore = from + limit < recent.length;
  return respondOk({
    messages,
    has_more: hasMore,
    response_metadata: { next_cursor: hasMore ? String(from + limit) : '' },
  });
}
const listChannel = ({ messages, hidesHistory }, { channel }) =>
  messages
    .filter(
      (stored) =>
        !hidesHistory && stored.channel === channel && stored.thread === null && stored.onlyFor === null,
    )
    .reverse();
const listThread = ({ messages }, { channel, ts }) =>
  messages.filter((stored) => stored.channel === channel && (stored.thread === ts || stored.ts === ts));
function findTarget(workspace, args, name) {
  return workspace.findMessage(String(args['channel']), String(args[name]));
}
/** Direct messages are always allowed; a channel must be known and joined. */
function checkChannel({ channels }, { channel }) {
  const state = String(channel).startsWith('D') ? 'joined' : channels.get(String(channel));
  if (state === 'joined') return null;
  return respondError(state ?? 'channel_not_found');
}
function checkMessage(workspace, method, message) {
  const [first, ...rest] = rejectInvalidMessage(workspace, method, message);
  if (first === undefined) {
    const messages = findUnreadyImages(workspace, message);
    return messages.length === 0
      ? null
      : { ...respondError('invalid_blocks'), response_metadata: { messages } };
  }
  const messages = [first, ...rest].map(
    ({ pointer, problem }) => `[ERROR] ${problem} [json-pointer:${pointer}]`,
  );
  return { ...respondError(first.code), errors: messages, response_metadata: { messages } };
}
function requireFlagsOff({ violations }, method, args, flags) {
  violations.push(
    ...flags.filter((flag) => args[flag] !== false).map((flag) => `${method}: ${flag} is not false`),
  );
}
/** Returns the visible part of the arguments. The casts are safe, as the message is validated next. */
export function toSentMessage({ text, blocks, attachments, metadata }) {
  return {
    text: String(text ?? ''),
    blocks: blocks ?? [],
    attachments: attachments ?? [],
    ...(metadata === undefined ? {} : { metadata: metadata }),
  };
}
