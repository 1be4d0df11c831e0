import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SlackConfig } from '../../../src/config/config.js';
import type { Envelope } from './envelopes.js';
import { limited, type Mishap, Mishaps } from './faults.js';
import type { StoredFile } from './files.js';
import { wire } from './methods.js';
import { type Forgery, type HttpTarget, postEnvelope } from './post-signed.js';
import { Responses } from './responses.js';
import { type Receipt, Sockets } from './sockets.js';
import { People } from './users.js';
import { bodyOf, type Call, serveMethod, takeUpload } from './web-api.js';
import { homeChannel, type StoredMessage, Workspace } from './workspace.js';

/** What the app of the manifest is granted, with the optional scopes. */
const allScopes = [
  'app_mentions:read',
  'chat:write',
  'commands',
  'im:history',
  'channels:history',
  'groups:history',
  'files:write',
  'usergroups:read',
];

export type FakeSlackOptions = {
  readonly scopes?: readonly string[];
  /** Answers 429 to more than one post a second in a channel. */
  readonly limitsPosts?: boolean;
};

export type FakeSlack = Awaited<ReturnType<typeof startFakeSlack>>;

/**
 * Slack on 127.0.0.1, for the real Bolt and Web API client: methods, sockets, signed requests, and people who do
 * things. `faults` holds whatever the bot did wrong; tests expect it to be empty.
 */
export async function startFakeSlack({ scopes = allScopes, limitsPosts = false }: FakeSlackOptions = {}) {
  const tokens = { bot: 'xoxb-fake-bot', app: 'xapp-fake-app' };
  const signingSecret = 'fake-signing-secret';
  const workspace = new Workspace();
  const mishaps = new Mishaps();
  const sockets = new Sockets(workspace.faults);
  const responses = new Responses(workspace);
  const calls: Call[] = [];
  let target: HttpTarget | undefined;

  const server = createServer(async (request, response) => {
    const [, door, name = ''] = (request.url ?? '').split('/');
    if (door === 'api') return serveMethod(api, name, request, response);
    if (door === 'upload') return takeUpload(api, request, response);
    if (door !== 'response') return response.writeHead(404).end();
    const status = responses.take(name, wire(JSON.parse(String(await bodyOf(request)))));
    return response.writeHead(status).end('ok');
  });
  server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  const root = `http://127.0.0.1:${port}`;

  const api = {
    root,
    workspace,
    mishaps,
    calls,
    scopes,
    tokens,
    openSocket: () => ({ ok: true, url: sockets.mintUrl(port) }),
    lastPosts: limitsPosts ? new Map<unknown, number>() : undefined,
  };
  const deliver = (envelope: Envelope, retry?: number): Promise<Receipt> =>
    target === undefined ? sockets.deliver(envelope, retry) : postEnvelope(target, envelope);
  const people = new People(workspace, responses, root, deliver);

  return {
    apiUrl: `${root}/api/`,
    channel: homeChannel,
    tokens,
    signingSecret,
    workspace,
    people,
    sockets,
    calls,
    faults: workspace.faults,
    /** What the configuration would be for a bot of this Slack. */
    config: (transport: 'socket' | 'http' = 'socket'): SlackConfig => ({
      botToken: tokens.bot,
      channel: homeChannel,
      apiUrl: `${root}/api/`,
      transport:
        transport === 'socket'
          ? { name: 'socket', appToken: tokens.app }
          : { name: 'http', signingSecret, port: 0 },
    }),
    /** From now on deliveries go there, signed, and no longer over sockets. */
    deliverTo: (url: string) => {
      target = { url, signingSecret };
    },
    /** One request that may be forged. */
    postSigned: (url: string, envelope: Envelope, forgery?: Forgery) =>
      postEnvelope({ url, signingSecret }, envelope, forgery),
    /** All that was said in the channel, threads included. */
    messages: (channel = homeChannel): readonly StoredMessage[] =>
      workspace.messages.filter((message) => message.channel === channel),
    /** The files that were shared in a channel, or shown there in a picture. */
    uploads: (): readonly StoredFile[] => [...workspace.files.values()],
    /** Puts a message of the bot into the channel. */
    say: (message: object) => workspace.add(homeChannel, null, wire({ ...message })),
    callsOf: (method: string) => calls.filter((call) => call.method === method),
    /** The next calls of a method go wrong; `*` stands for any method. */
    mishap: (method: string, mishap: Mishap, times = 1) => mishaps.add(method, mishap, times),
    rateLimit: (method: string, seconds: number, times = 1) => mishaps.add(method, limited(seconds), times),
    async close() {
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
