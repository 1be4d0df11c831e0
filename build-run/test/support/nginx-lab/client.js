import { Agent, request } from 'node:http';
import { connect } from 'node:http2';
import { sharedPath } from './site.js';
/** Requests every fault under its own path and on its own connection. All faults of a stage run in parallel. */
export async function requestAll(port, faults, betweenStagesMs) {
  const responses = [];
  const last = Math.max(...faults.map(({ stage }) => stage));
  for (let stage = 0; stage <= last; stage++) {
    const stageFaults = faults.filter((fault) => fault.stage === stage);
    responses.push(
      ...(await Promise.all(stageFaults.map((fault) => requestFault(port, fault, `/${fault.name}`)))),
    );
    if (stage < last) await new Promise((done) => setTimeout(done, betweenStagesMs));
  }
  return responses;
}
/** Requests the faults in sequence under the shared path, reusing a single connection while it stays open. */
export async function requestSequentially(port, faults) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const responses = [];
  for (const fault of faults) responses.push(await requestFault(port, fault, sharedPath, agent));
  agent.destroy();
  return responses;
}
/** Requests all faults in parallel under the shared path, over a single HTTP/2 connection. */
export async function requestConcurrently(port, faults) {
  const session = connect(`http://127.0.0.1:${port}`);
  const responses = await Promise.all(faults.map((fault) => requestOverHttp2(session, fault)));
  session.destroy();
  return responses;
}
function requestOverHttp2(session, fault) {
  const { method = 'GET', bodyBytes = 0, abortAfterMs } = fault.request;
  const baseHeaders = { ':authority': 'shop.example', 'x-fault': fault.name };
  return new Promise((resolve) => {
    let status = null;
    let isComplete = true;
    const stream = session.request(
      { ...baseHeaders, ':method': method, ':path': sharedPath },
      { endStream: bodyBytes === 0 },
    );
    stream.on('response', (headers) => (status = headers[':status'] ?? null));
    stream.on('error', () => (isComplete = false)).on('close', () => resolve({ fault, status, isComplete }));
    stream.resume();
    if (bodyBytes > 0) stream.end(Buffer.alloc(bodyBytes, 'x'));
    if (abortAfterMs !== undefined) setTimeout(() => stream.close(), abortAfterMs);
  });
}
function requestFault(port, fault, path, agent) {
  const { method = 'GET', bodyBytes = 0, abortAfterMs } = fault.request;
  const headers = {
    host: 'shop.example',
    'x-fault': fault.name,
    ...(bodyBytes > 0 && { 'content-length': bodyBytes }),
  };
  return new Promise((resolve) => {
    let status = null;
    const done = (isComplete) => resolve({ fault, status, isComplete });
    const outgoing = request(
      { host: '127.0.0.1', port, path, method, headers, agent: agent ?? false },
      (response) => {
        status = response.statusCode ?? null;
        response.on('error', () => done(false)).on('end', () => done(true));
        response.resume();
      },
    );
    outgoing.on('error', () => done(false));
    if (abortAfterMs !== undefined) setTimeout(() => outgoing.destroy(), abortAfterMs);
    outgoing.end(Buffer.alloc(bodyBytes, 'x'));
  });
}
