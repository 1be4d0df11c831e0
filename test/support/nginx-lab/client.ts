import { Agent, request } from 'node:http';
import { type ClientHttp2Session, connect } from 'node:http2';
import type { Ask, Fault } from './fault.js';
import { samePath } from './site.js';

/** What the client saw; null when no HTTP status came. */
export type Visit = { readonly fault: Fault; readonly status: number | null; readonly isWhole: boolean };

/** Asks for every fault under its own path, all of a stage at once, each on a connection of its own. */
export async function visitAll(
  port: number,
  faults: readonly Fault[],
  betweenStagesMs: number,
): Promise<readonly Visit[]> {
  const visits: Visit[] = [];
  const last = Math.max(...faults.map(({ stage }) => stage));
  for (let stage = 0; stage <= last; stage++) {
    const now = faults.filter((fault) => fault.stage === stage);
    visits.push(...(await Promise.all(now.map((fault) => visit(port, fault, `/${fault.name}`)))));
    if (stage < last) await new Promise((done) => setTimeout(done, betweenStagesMs));
  }
  return visits;
}

/** Asks for them under one path, one after the other, on one connection for as long as it lasts. */
export async function visitInTurn(port: number, faults: readonly Fault[]): Promise<readonly Visit[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const visits: Visit[] = [];
  for (const fault of faults) visits.push(await visit(port, fault, samePath, agent));
  agent.destroy();
  return visits;
}

/** Asks for them under one path, all at once, on one HTTP/2 connection. */
export async function visitAtOnce(port: number, faults: readonly Fault[]): Promise<readonly Visit[]> {
  const session = connect(`http://127.0.0.1:${port}`);
  const visits = await Promise.all(faults.map((fault) => visitStream(session, fault)));
  session.destroy();
  return visits;
}

function visitStream(session: ClientHttp2Session, fault: Fault): Promise<Visit> {
  const { method = 'GET', bodyBytes = 0, leavesAfterMs } = fault.ask;
  const host = { ':authority': 'shop.example', 'x-fault': fault.name };
  return new Promise((resolve) => {
    let status: number | null = null;
    let isWhole = true;
    const stream = session.request(
      { ...host, ':method': method, ':path': samePath },
      { endStream: bodyBytes === 0 },
    );
    stream.on('response', (headers) => (status = headers[':status'] ?? null));
    stream.on('error', () => (isWhole = false)).on('close', () => resolve({ fault, status, isWhole }));
    stream.resume();
    if (bodyBytes > 0) stream.end(Buffer.alloc(bodyBytes, 'x'));
    if (leavesAfterMs !== undefined) setTimeout(() => stream.close(), leavesAfterMs);
  });
}

function visit(port: number, fault: Fault, path: string, agent?: Agent): Promise<Visit> {
  const { method = 'GET', bodyBytes = 0, leavesAfterMs }: Ask = fault.ask;
  const headers = {
    host: 'shop.example',
    'x-fault': fault.name,
    ...(bodyBytes > 0 && { 'content-length': bodyBytes }),
  };
  return new Promise((resolve) => {
    let status: number | null = null;
    const done = (isWhole: boolean) => resolve({ fault, status, isWhole });
    const asking = request(
      { host: '127.0.0.1', port, path, method, headers, agent: agent ?? false },
      (answer) => {
        status = answer.statusCode ?? null;
        answer.on('error', () => done(false)).on('end', () => done(true));
        answer.resume();
      },
    );
    asking.on('error', () => done(false));
    if (leavesAfterMs !== undefined) setTimeout(() => asking.destroy(), leavesAfterMs);
    asking.end(Buffer.alloc(bodyBytes, 'x'));
  });
}
