import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type MethodArguments, type MethodResult, respondError } from './answer.js';
import { type FaultQueue, type HttpFault, makeRateLimit } from './faults.js';
import { receiveUpload } from './files.js';
import { methods } from './methods.js';
import type { Workspace } from './workspace.js';

/** A call of the bot. */
export type ApiCall = {
  readonly method: string;
  readonly args: MethodArguments;
  readonly at: number;
  readonly answer: MethodResult | null;
};

export type WebApi = {
  readonly workspace: Workspace;
  readonly faultQueue: FaultQueue;
  readonly calls: ApiCall[];
  readonly scopes: readonly string[];
  readonly tokens: { readonly bot: string; readonly app: string };
  /** `http://127.0.0.1:1234`. */
  readonly root: string;
  readonly openSocket: () => MethodResult;
  /** The time of the last post in each channel; undefined without a rate limit. */
  readonly lastPosts: Map<unknown, number> | undefined;
};

/** `POST /api/<method>`, with Slack's token rules. */
export async function serveMethod(
  api: WebApi,
  method: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const args = decodeArguments((await readBody(request)).toString('utf8'));
  const fault = api.faultQueue.next(method);
  const recordCall = (answer: MethodResult | null) =>
    api.calls.push({ method, args, at: performance.now(), answer });

  if (fault === 'reset') {
    recordCall(null);
    request.socket.resetAndDestroy();
    return;
  }
  const httpFault =
    typeof fault === 'object' && 'status' in fault ? fault : checkRateLimit(api, method, args);
  if (httpFault !== undefined) {
    recordCall(null);
    response.writeHead(httpFault.status, httpFault.headers).end(httpFault.body ?? '');
    return;
  }
  if (typeof fault === 'object' && 'delayMs' in fault) await sleep(fault.delayMs);
  const answer =
    typeof fault === 'object' && 'error' in fault
      ? respondError(fault.error)
      : runMethod(api, method, args, request);
  recordCall(answer);
  if (fault === 'processThenReset') {
    request.socket.resetAndDestroy();
    return;
  }
  response
    .writeHead(200, { 'content-type': 'application/json', 'x-oauth-scopes': api.scopes.join(',') })
    .end(JSON.stringify(answer));
}

/** Receives bytes at an upload address from `files.getUploadURLExternal`. */
export async function serveUpload(
  { workspace, faultQueue }: Pick<WebApi, 'workspace' | 'faultQueue'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const bytes = await readBody(request);
  const fault = faultQueue.next('upload');
  if (fault === 'reset' || fault === 'processThenReset') {
    request.socket.resetAndDestroy();
    return;
  }
  if (typeof fault === 'object' && 'delayMs' in fault) await sleep(fault.delayMs);
  const id = (request.url ?? '').split('/').at(-1) ?? '';
  const status =
    typeof fault === 'object' && 'status' in fault
      ? fault.status
      : receiveUpload(workspace, id, bytes, request.headers.authorization);
  response.writeHead(status).end(status === 200 ? `OK - ${bytes.length}` : '');
}

/** One post a second for each channel. */
function checkRateLimit(
  { lastPosts }: WebApi,
  method: string,
  { channel }: MethodArguments,
): HttpFault | undefined {
  if (method !== 'chat.postMessage' || lastPosts === undefined) return undefined;
  if (performance.now() - (lastPosts.get(channel) ?? -1000) < 1000) return makeRateLimit(1);
  lastPosts.set(channel, performance.now());
  return undefined;
}

function runMethod(
  api: WebApi,
  method: string,
  args: MethodArguments,
  { headers }: IncomingMessage,
): MethodResult {
  const token = headers.authorization?.replace(/^Bearer /, '') ?? '';
  const forApps = method.startsWith('apps.connections.');
  if (token === '') return respondError('not_authed');
  if (token.startsWith(forApps ? 'xoxb-' : 'xapp-')) return respondError('not_allowed_token_type');
  if (token !== (forApps ? api.tokens.app : api.tokens.bot)) return respondError('invalid_auth');
  if (method === 'apps.connections.open') return api.openSocket();

  const definition = methods[method];
  if (definition === undefined) {
    api.workspace.violations.push(`${method}: the fake Slack does not know this method`);
    return respondError('unknown_method');
  }
  if (definition.scopes.length > 0 && !definition.scopes.some((scope) => api.scopes.includes(scope))) {
    return {
      ...respondError('missing_scope'),
      needed: definition.scopes.join(','),
      provided: api.scopes.join(','),
    };
  }
  return definition.run(api.workspace, args, api.root);
}

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const jsonArguments = new Set(['blocks', 'attachments', 'metadata', 'view', 'files']);

/** Arguments are a form in which lists and objects are JSON. */
function decodeArguments(body: string): MethodArguments {
  const entries = [...new URLSearchParams(body)].map(([name, value]) => [
    name,
    jsonArguments.has(name) ? JSON.parse(value) : decodeFlag(value),
  ]);
  return Object.fromEntries(entries);
}

const decodeFlag = (value: string) => (value === 'true' ? true : value === 'false' ? false : value);
