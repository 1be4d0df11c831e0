import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, type Arguments, refused } from './answer.js';
import { type AtTheDoor, limited, type Mishaps } from './faults.js';
import { receive } from './files.js';
import { methods } from './methods.js';
import type { Workspace } from './workspace.js';

/** A call that the bot made. */
export type Call = {
  readonly method: string;
  readonly args: Arguments;
  readonly at: number;
  readonly answer: Answer | null;
};

export type WebApi = {
  readonly workspace: Workspace;
  readonly mishaps: Mishaps;
  readonly calls: Call[];
  readonly scopes: readonly string[];
  readonly tokens: { readonly bot: string; readonly app: string };
  /** `http://127.0.0.1:1234`. */
  readonly root: string;
  readonly openSocket: () => Answer;
  /** When each channel was last posted to; undefined when the pretend Slack does not mind. */
  readonly lastPosts: Map<unknown, number> | undefined;
};

/** `POST /api/<method>`, with Slack's token rules. */
export async function serveMethod(
  api: WebApi,
  method: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const args = decoded((await bodyOf(request)).toString('utf8'));
  const mishap = api.mishaps.next(method);
  const note = (answer: Answer | null) => api.calls.push({ method, args, at: performance.now(), answer });

  if (mishap === 'reset') {
    note(null);
    request.socket.resetAndDestroy();
    return;
  }
  const front = typeof mishap === 'object' && 'status' in mishap ? mishap : tooFast(api, method, args);
  if (front !== undefined) {
    note(null);
    response.writeHead(front.status, front.headers).end(front.body ?? '');
    return;
  }
  if (typeof mishap === 'object' && 'delayMs' in mishap) await sleep(mishap.delayMs);
  const answer =
    typeof mishap === 'object' && 'error' in mishap ? refused(mishap.error) : run(api, method, args, request);
  note(answer);
  if (mishap === 'processThenReset') {
    request.socket.resetAndDestroy();
    return;
  }
  response
    .writeHead(200, { 'content-type': 'application/json', 'x-oauth-scopes': api.scopes.join(',') })
    .end(JSON.stringify(answer));
}

/** Bytes that are brought to the address which `files.getUploadURLExternal` gave. */
export async function takeUpload(
  { workspace, mishaps }: Pick<WebApi, 'workspace' | 'mishaps'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const bytes = await bodyOf(request);
  const mishap = mishaps.next('upload');
  if (mishap === 'reset' || mishap === 'processThenReset') {
    request.socket.resetAndDestroy();
    return;
  }
  const id = (request.url ?? '').split('/').at(-1) ?? '';
  const status =
    typeof mishap === 'object' && 'status' in mishap
      ? mishap.status
      : receive(workspace, id, bytes, request.headers.authorization);
  response.writeHead(status).end(status === 200 ? `OK - ${bytes.length}` : '');
}

/** One post a second for each channel. */
function tooFast({ lastPosts }: WebApi, method: string, { channel }: Arguments): AtTheDoor | undefined {
  if (method !== 'chat.postMessage' || lastPosts === undefined) return undefined;
  if (performance.now() - (lastPosts.get(channel) ?? -1000) < 1000) return limited(1);
  lastPosts.set(channel, performance.now());
  return undefined;
}

function run(api: WebApi, method: string, args: Arguments, { headers }: IncomingMessage): Answer {
  const token = headers.authorization?.replace(/^Bearer /, '') ?? '';
  const forApps = method.startsWith('apps.connections.');
  if (token === '') return refused('not_authed');
  if (token.startsWith(forApps ? 'xoxb-' : 'xapp-')) return refused('not_allowed_token_type');
  if (token !== (forApps ? api.tokens.app : api.tokens.bot)) return refused('invalid_auth');
  if (method === 'apps.connections.open') return api.openSocket();

  const known = methods[method];
  if (known === undefined) {
    api.workspace.faults.push(`${method}: the pretend Slack does not know this method`);
    return refused('unknown_method');
  }
  if (known.scopes.length > 0 && !known.scopes.some((scope) => api.scopes.includes(scope))) {
    return { ...refused('missing_scope'), needed: known.scopes.join(','), provided: api.scopes.join(',') };
  }
  return known.run(api.workspace, args, api.root);
}

export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const json = new Set(['blocks', 'attachments', 'metadata', 'view', 'files']);

/** Arguments come as a form whose lists and objects are JSON. */
function decoded(body: string): Arguments {
  const entries = [...new URLSearchParams(body)].map(([name, value]) => [
    name,
    json.has(name) ? JSON.parse(value) : flag(value),
  ]);
  return Object.fromEntries(entries);
}

const flag = (value: string) => (value === 'true' ? true : value === 'false' ? false : value);
