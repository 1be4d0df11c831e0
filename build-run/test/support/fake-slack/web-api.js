import { setTimeout as sleep } from 'node:timers/promises';
import { respondError } from './answer.js';
import { makeRateLimit } from './faults.js';
import { receiveUpload } from './files.js';
import { methods } from './methods.js';
/** `POST /api/<method>`, with Slack's token rules. */
export async function serveMethod(api, method, request, response) {
  const args = decodeArguments((await readBody(request)).toString('utf8'));
  const fault = api.faultQueue.next(method);
  const recordCall = (answer) => api.calls.push({ method, args, at: performance.now(), answer });
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
export async function serveUpload({ workspace, faultQueue }, request, response) {
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
function checkRateLimit({ lastPosts }, method, { channel }) {
  if (method !== 'chat.postMessage' || lastPosts === undefined) return undefined;
  if (performance.now() - (lastPosts.get(channel) ?? -1000) < 1000) return makeRateLimit(1);
  lastPosts.set(channel, performance.now());
  return undefined;
}
function runMethod(api, method, args, { headers }) {
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
export async function readBody(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
const jsonArguments = new Set(['blocks', 'attachments', 'metadata', 'view', 'files']);
/** Arguments are a form in which lists and objects are JSON. */
function decodeArguments(body) {
  const entries = [...new URLSearchParams(body)].map(([name, value]) => [
    name,
    jsonArguments.has(name) ? JSON.parse(value) : decodeFlag(value),
  ]);
  return Object.fromEntries(entries);
}
const decodeFlag = (value) => (value === 'true' ? true : value === 'false' ? false : value);
