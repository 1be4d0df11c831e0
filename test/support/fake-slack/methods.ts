import { type Answer, type Arguments, done, refused } from './answer.js';
import { announce, complete, unreadyPictures } from './files.js';
import { scrutinize } from './validate.js';
import { openView, publishView, updateView } from './views.js';
import { botId, botUser, latest, type StoredMessage, team, type Wire, type Workspace } from './workspace.js';

type Method = {
  /** Any of these scopes will do. */
  readonly scopes: readonly string[];
  /** `root`: where this pretend Slack is. */
  readonly run: (workspace: Workspace, args: Arguments, root: string) => Answer;
};

const history = ['channels:history', 'groups:history'];

/** The methods of the Web API that the bot may call. */
export const methods: Readonly<Record<string, Method>> = {
  'auth.test': {
    scopes: [],
    run: () => done({ team_id: team, user_id: botUser, bot_id: botId, url: 'https://fake.slack.example/' }),
  },
  'chat.postMessage': { scopes: ['chat:write'], run: post },
  'chat.update': { scopes: ['chat:write'], run: update },
  'chat.postEphemeral': { scopes: ['chat:write'], run: postEphemeral },
  'chat.getPermalink': { scopes: [], run: permalink },
  'conversations.history': {
    scopes: history,
    run: (workspace, args) => page(workspace, args, inChannel(workspace, args)),
  },
  'conversations.replies': {
    scopes: history,
    run: (workspace, args) => page(workspace, args, inThread(workspace, args)),
  },
  'conversations.info': {
    scopes: ['channels:read'],
    run: (workspace, args) => barred(workspace, args) ?? done({ channel: { id: args['channel'] } }),
  },
  'users.info': {
    scopes: ['users:read'],
    run: (_, { user }) => done({ user: { id: user, tz: 'Europe/Amsterdam' } }),
  },
  'usergroups.users.list': {
    scopes: ['usergroups:read'],
    run: ({ groups }, { usergroup }) => {
      const users = groups.get(String(usergroup));
      return users === undefined ? refused('no_such_subteam') : done({ users });
    },
  },
  'reactions.add': {
    scopes: ['reactions:write'],
    run: (workspace, args) =>
      message(workspace, args, 'timestamp') ? done({}) : refused('message_not_found'),
  },
  'files.getUploadURLExternal': {
    scopes: ['files:write'],
    run: (workspace, args, root) => announce(workspace, root, args),
  },
  'files.completeUploadExternal': {
    scopes: ['files:write'],
    run: (workspace, args) => complete(workspace, args, barred(workspace, { channel: args['channel_id'] })),
  },
  'views.open': { scopes: [], run: openView },
  'views.update': { scopes: [], run: updateView },
  'views.publish': { scopes: [], run: publishView },
};

function post(workspace: Workspace, args: Arguments): Answer {
  const said = wire(args);
  const wrong = barred(workspace, args) ?? refusal(workspace, 'chat.postMessage', said);
  if (wrong !== null) return wrong;
  mustBeQuiet(workspace, 'chat.postMessage', args, ['unfurl_links', 'unfurl_media']);
  const thread = typeof args['thread_ts'] === 'string' ? args['thread_ts'] : null;
  const { channel, ts } = workspace.add(String(args['channel']), thread, said);
  return done({ channel, ts, message: { ts, text: said.text, bot_id: botId } });
}

function update(workspace: Workspace, args: Arguments): Answer {
  const found = message(workspace, args, 'ts');
  if (found === undefined) return refused('message_not_found');
  const before = latest(found);
  const given = wire(args);
  const metadata = given.metadata ?? before.metadata;
  // Slack keeps what an edit does not mention.
  const said: Wire = {
    ...given,
    attachments: args['attachments'] === undefined ? before.attachments : given.attachments,
    ...(metadata === undefined ? {} : { metadata }),
  };
  const wrong = refusal(workspace, 'chat.update', said);
  if (wrong !== null) return wrong;
  if (args['parse'] !== 'none') workspace.faults.push('chat.update: without parse=none Slack links names');
  workspace.edit(found, said);
  return done({ channel: found.channel, ts: found.ts, text: said.text });
}

function postEphemeral(workspace: Workspace, args: Arguments): Answer {
  const said = wire(args);
  const wrong = barred(workspace, args) ?? refusal(workspace, 'chat.postEphemeral', said);
  if (wrong !== null) return wrong;
  return done({ message_ts: workspace.add(String(args['channel']), null, said, String(args['user'])).ts });
}

function permalink(workspace: Workspace, args: Arguments): Answer {
  const found = message(workspace, args, 'message_ts');
  return found === undefined
    ? refused('message_not_found')
    : done({ permalink: `https://fake.slack.example/${found.channel}/${found.ts}` });
}

/** Newest first, a page at a time; metadata only for those who ask. */
function page(workspace: Workspace, args: Arguments, all: readonly StoredMessage[]): Answer {
  const wrong = barred(workspace, args);
  if (wrong !== null) return wrong;
  const limit = Math.min(Number(args['limit'] ?? 100), 999);
  const from = Number(args['cursor'] ?? 0);
  const recent = all.filter(({ ts }) => Number(ts) >= Number(args['oldest'] ?? 0));
  const messages = recent.slice(from, from + limit).map((stored) => {
    const { text, blocks, metadata } = latest(stored);
    return { ts: stored.ts, text, blocks, ...(args['include_all_metadata'] === true && { metadata }) };
  });
  const more = from + limit < recent.length;
  return done({
    messages,
    has_more: more,
    response_metadata: { next_cursor: more ? String(from + limit) : '' },
  });
}

const inChannel = ({ messages }: Workspace, { channel }: Arguments) =>
  messages
    .filter((stored) => stored.channel === channel && stored.thread === null && stored.onlyFor === null)
    .reverse();
const inThread = ({ messages }: Workspace, { channel, ts }: Arguments) =>
  messages.filter((stored) => stored.channel === channel && (stored.thread === ts || stored.ts === ts));

function message(workspace: Workspace, args: Arguments, name: string): StoredMessage | undefined {
  return workspace.at(String(args['channel']), String(args[name]));
}

/** Direct messages reach everybody; channels must be known and joined. */
function barred({ channels }: Workspace, { channel }: Arguments): Answer | null {
  const state = String(channel).startsWith('D') ? 'joined' : channels.get(String(channel));
  if (state === 'joined') return null;
  return refused(state ?? 'channel_not_found');
}

function refusal(workspace: Workspace, where: string, said: Wire): Answer | null {
  const [first, ...others] = scrutinize(workspace, where, said);
  if (first === undefined) {
    const messages = unreadyPictures(workspace, said);
    return messages.length === 0 ? null : { ...refused('invalid_blocks'), response_metadata: { messages } };
  }
  const messages = [first, ...others].map(
    ({ pointer, problem }) => `[ERROR] ${problem} [json-pointer:${pointer}]`,
  );
  return { ...refused(first.error), errors: messages, response_metadata: { messages } };
}

function mustBeQuiet({ faults }: Workspace, where: string, args: Arguments, flags: readonly string[]): void {
  faults.push(
    ...flags.filter((flag) => args[flag] !== false).map((flag) => `${where}: ${flag} is not false`),
  );
}

/** The visible part of the arguments. Casts: scrutiny has the last word on what they are. */
export function wire({ text, blocks, attachments, metadata }: Arguments): Wire {
  return {
    text: String(text ?? ''),
    blocks: (blocks ?? []) as Wire['blocks'],
    attachments: (attachments ?? []) as Wire['attachments'],
    ...(metadata === undefined ? {} : { metadata: metadata as NonNullable<Wire['metadata']> }),
  };
}
