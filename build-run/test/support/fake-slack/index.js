import { createServer } from 'node:http';
import { FaultQueue, makeRateLimit } from './faults.js';
import { toSentMessage } from './methods.js';
import { postEnvelope } from './post-signed.js';
import { Responses } from './responses.js';
import { FakeSockets } from './sockets.js';
import { FakeUsers } from './users.js';
import { readBody, serveMethod, serveUpload } from './web-api.js';
import { homeChannelId, Workspace } from './workspace.js';

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
/**
 * Starts a fake Slack on 127.0.0.1 for the real Bolt and Web API client: methods, sockets, signed requests, and people
 * who act. `violations` lists every mistake of the bot; tests expect it to be empty.
 */
export async function startFakeSlack({ scopes = allScopes, limitsPosts = false } = {}) {
  const tokens = { bot: 'xoxb-fake-bot', app: 'xapp-fake-app' };
  const signingSecret = 'fake-signing-secret';
  const workspace = new Workspace();
  const faultQueue = new FaultQueue();
  const sockets = new FakeSockets(workspace.violations);
  const responses = new Responses(workspace);
  const calls = [];
  let target;
  const server = createServer(async (request, response) => {
    const [, endpoint, name = ''] = (request.url ?? '').split('/');
    if (endpoint === 'api') return serveMethod(api, name, request, response);
    if (endpoint === 'upload') return serveUpload(api, request, response);
    if (endpoint !== 'response') return response.writeHead(404).end();
    const status = responses.receive(name, toSentMessage(JSON.parse(String(await readBody(request)))));
    return response.writeHead(status).end('ok');
  });
  server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address(); // a TCP server that listens has one
  const root = `http://127.0.0.1:${port}`;
  const api = {
    root,
    workspace,
    faultQueue,
    calls,
    scopes,
    tokens,
    openSocket: () => ({ ok: true, url: sockets.mintUrl(port) }),
    lastPosts: limitsPosts ? new Map() : undefined,
  };
  const deliver = (envelope, retry) =>
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
    makeConfig: (transport = 'socket') => ({
      botToken: tokens.bot,
      channel: homeChannelId,
      apiUrl: `${root}/api/`,
      transport:
        transport === 'socket'
          ? { type: 'socket', appToken: tokens.app }
          : { type: 'http', signingSecret, port: 0 },
    }),
    /** Sends deliveries to this address from now on, signed, instead of over sockets. */
    deliverOverHttp: (url) => {
      target = { url, signingSecret };
    },
    /** Posts one request, which may be forged. */
    postSigned: (url, envelope, forgery) => postEnvelope({ url, signingSecret }, envelope, forgery),
    /** Returns all messages of the channel, threads included. */
    listMessages: (channel = homeChannelId) =>
      workspace.messages.filter((message) => message.channel === channel),
    /** Returns all uploaded files. */
    listUploads: () => [...workspace.files.values()],
    /** Posts a message of the bot in the channel. */
    postAsBot: (message) => workspace.addMessage(homeChannelId, null, toSentMessage({ ...message })),
    listCalls: (method) => calls.filter((call) => call.method === method),
    /** Makes the next calls of a method fail; `*` matches any method. */
    injectFault: (method, fault, times = 1) => faultQueue.add(method, fault, times),
    rateLimit: (method, seconds, times = 1) => faultQueue.add(method, makeRateLimit(seconds), times),
    async close() {
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
