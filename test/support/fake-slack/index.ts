import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SlackConfig } from '../../../src/config/slack-settings.js';
import type { Envelope } from './envelopes.js';
import { FaultQueue, type InjectedFault, makeRateLimit } from './faults.js';
import type { StoredFile } from './files.js';
import { toSentMessage } from './methods.js';
import { type Forgery, type HttpTarget, postEnvelope } from './post-signed.js';
import { Responses } from './responses.js';
import { FakeSockets, type Receipt } from './sockets.js';
import { FakeUsers } from './users.js';
import { type ApiCall, readBody, serveMethod, serveUpload } from './web-api.js';
import { homeChannelId, type StoredMessage, Workspace } from './workspace.js';

/** The scopes of the manifest, optional ones included. */
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
 * Starts a fake Slack on 127.0.0.1 for the real Bolt and Web API client: methods, sockets, signed requests, and people
 * who act. `violations` lists every mistake of the bot; tests expect it to be empty.
 */
export async function startFakeSlack({ scopes = allScopes, limitsPosts = false }: FakeSlackOptions = {}) {
  const tokens = { bot: 'xoxb-fake-bot', app: 'xapp-fake-app' };
  const signingSecret = 'fake-signing-secret';
  const workspace = new Workspace();
  const faultQueue = new FaultQueue();
  const sockets = new FakeSockets(workspace.violations);
  const responses = new Responses(workspace);
  const calls: ApiCall[] = [];
  let target: HttpTarget | undefined;

  const server = createServer(async (request, response) => {
    const [, endpoint, name = ''] = (request.url ?? '').split('/');
    if (endpoint === 'api') return serveMethod(api, name, request, response);
    if (endpoint === 'upload') return serveUpload(api, request, response);
    if (endpoint !== 'response') return response.writeHead(404).end();
    const status = responses.receive(name, toSentMessage(JSON.parse(String(await readBody(request)))));
    return response.writeHead(status).end('ok');
  });
  server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  const root = `http://127.0.0.1:${port}`;

  const api = {
    root,
    workspace,
    faultQueue,
    calls,
    scopes,
    tokens,
    openSocket: () => ({ ok: true, url: sockets.mintUrl(port) }),
    lastPosts: limitsPosts ? new Map<unknown, number>() : undefined,
  };
  const deliver = (envelope: Envelope, retry?: number): Promise<Receipt> =>
    target === undefined ? sockets.deliver(envelope, retry) : postEnvelope(target, envelope);
  const users = new FakeUsers(workspace, responses, root, deliver);

  return {
    apiUrl: `${root}/api/`,
    channel: homeChannelId,
    tokens,
    signingSecret,
    workspace,
    people: users,
    sockets,
    calls,
    violations: workspace.violations,
    /** Returns the configuration of a bot for this Slack. */
    makeConfig: (transport: 'socket' | 'http' = 'socket'): SlackConfig => ({
      botToken: tokens.bot,
      channel: homeChannelId,
      apiUrl: `${root}/api/`,
      transport:
        transport === 'socket'
          ? { type: 'socket', appToken: tokens.app }
          : { type: 'http', signingSecret, port: 0 },
    }),
    /** Sends deliveries to this address from now on, signed, instead of over sockets. */
    deliverOverHttp: (url: string) => {
      target = { url, signingSecret };
    },
    /** Posts one request, which may be forged. */
    postSigned: (url: string, envelope: Envelope, forgery?: Forgery) =>
      postEnvelope({ url, signingSecret }, envelope, forgery),
    /** Returns all messages of the channel, threads included. */
    listMessages: (channel = homeChannelId): readonly StoredMessage[] =>
      workspace.messages.filter((message) => message.channel === channel),
    /** Returns all uploaded files. */
    listUploads: (): readonly StoredFile[] => [...workspace.files.values()],
    /** Posts a message of the bot in the channel. */
    postAsBot: (message: object) => workspace.addMessage(homeChannelId, null, toSentMessage({ ...message })),
    listCalls: (method: string) => calls.filter((call) => call.method === method),
    /** Makes the next calls of a method fail; `*` matches any method. */
    injectFault: (method: string, fault: InjectedFault, times = 1) => faultQueue.add(method, fault, times),
    rateLimit: (method: string, seconds: number, times = 1) =>
      faultQueue.add(method, makeRateLimit(seconds), times),
    async close() {
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
