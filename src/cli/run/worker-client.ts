import { Worker } from 'node:worker_threads';
import type { ProgramLog } from '../log.js';
import { errorFrom, type Order, type Orders, type Report, type Writes, writes } from './worker-protocol.js';

/** The writing thread as the main thread sees it. */
export type Writing = Later<Writes> & {
  /** Begins to follow the logs; `digested` is called whenever something new may have been stored. */
  follow(digested: () => void): void;
  /** Resolves when the chunk in hand is stored and the database closed. */
  stop(): Promise<void>;
  /** False when the run before this one was killed, or the machine lost its power. */
  readonly clean: boolean;
  /** Rejects when the thread cannot go on. */
  readonly broken: Promise<never>;
};

type Later<Calls> = {
  readonly [Name in keyof Calls]: Calls[Name] extends (...asked: infer Asked) => infer Answer
    ? (...asked: Asked) => Promise<Answer>
    : never;
};

/** A backlog makes much that is soon garbage; with less room it is swept sooner, and the process stays small. */
const resourceLimits = { maxYoungGenerationSizeMb: 6, maxOldGenerationSizeMb: 256 };

/** Starts the thread that reads and writes. Resolves once the database is there for readers. */
export async function startWriting(orders: Orders, log: ProgramLog): Promise<Writing> {
  const worker = new Worker(new URL('./worker.js', import.meta.url), {
    workerData: orders,
    resourceLimits,
  });
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const broken = breakOf(worker);
  on(worker, 'said', ({ level, line }) => log[level](line));
  const call = callsTo(worker, broken);
  const opened = new Promise<boolean>((resolve) => on(worker, 'opened', ({ clean }) => resolve(clean)));
  const clean = await Promise.race([
    opened,
    broken.catch((error) => exited.then(() => Promise.reject(error))),
  ]);

  const order = (said: Order) => worker.postMessage(said);
  return {
    // The cast: one call for each name of `Writes`, and the thread answers what that one answers.
    ...(Object.fromEntries(writes.map((name) => [name, call(name)])) as Later<Writes>),
    follow(digested) {
      on(worker, 'digested', digested);
      order({ type: 'follow' });
    },
    async stop() {
      order({ type: 'stop' });
      await exited;
    },
    clean,
    broken,
  };
}

type Waiting = { readonly resolve: (answer: unknown) => void; readonly reject: (error: unknown) => void };

/** Calls to the thread, each answered by a message with its id. */
function callsTo(worker: Worker, broken: Promise<never>) {
  const waiting = new Map<number, Waiting>();
  let latest = 0;
  let end: { readonly error: unknown } | undefined;
  const settle = (id: number, how: (each: Waiting) => void) => {
    const each = waiting.get(id);
    waiting.delete(id);
    if (each !== undefined) how(each);
  };
  on(worker, 'written', ({ id, answer }) => settle(id, ({ resolve }) => resolve(answer)));
  on(worker, 'refused', ({ id, why }) => settle(id, ({ reject }) => reject(errorFrom(why))));
  broken.catch((error: unknown) => {
    end = { error };
    for (const id of [...waiting.keys()]) settle(id, ({ reject }) => reject(error));
  });
  return (name: keyof Writes) =>
    (...asked: readonly unknown[]) =>
      new Promise<unknown>((resolve, reject) => {
        // Whoever is in the middle of something asks on after the end, and the stop waits for them.
        if (end !== undefined) return reject(end.error);
        latest += 1;
        waiting.set(latest, { resolve, reject });
        const order: Order = { type: 'write', id: latest, name, asked };
        worker.postMessage(order);
      });
}

function breakOf(worker: Worker): Promise<never> {
  return new Promise<never>((_, reject) => {
    on(worker, 'failed', ({ why }) => reject(errorFrom(why)));
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('the thread that reads and writes ended')));
  });
}

function on<Type extends Report['type']>(
  worker: Worker,
  type: Type,
  act: (report: Extract<Report, { type: Type }>) => void,
): void {
  worker.on('message', (report: Report) => {
    // The cast: its type was just compared.
    if (report.type === type) act(report as Extract<Report, { type: Type }>);
  });
}
