import { Agent, request } from 'node:http';
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
