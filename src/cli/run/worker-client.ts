import { Worker } from 'node:worker_threads';
import type { ProgramLog } from '../log.js';
import {
  deserializeError,
  type WorkerOptions,
  type WorkerRequest,
  type WorkerResponse,
  type WorkerWrites,
  workerWriteNames,
} from './worker-protocol.js';

/** The worker thread as the main thread uses it. */
export type WorkerClient = Promisified<WorkerWrites> & {
  /** Starts following the logs; `onProgress` is called whenever something new may have been stored. */
  follow(onProgress: () => void): void;
  /** Resolves once the current chunk is stored and the database closed. */
  stop(): Promise<void>;
  /** False when the previous run was killed or the machine lost power. */
  readonly closedCleanly: boolean;
  /** Rejects when the worker cannot continue. */
  readonly failed: Promise<never>;
};

type Promisified<Calls> = {
  readonly [Name in keyof Calls]: Calls[Name] extends (...args: infer Args) => infer Result
    ? (...args: Args) => Promise<Result>
    : never;
};

/** A backlog creates much short-lived garbage; less room means it is collected sooner, and the process stays small. */
const resourceLimits = { maxYoungGenerationSizeMb: 6, maxOldGenerationSizeMb: 256 };

/** Starts the worker thread. Resolves once the database is open and can be read. */
export async function startWorker(options: WorkerOptions, log: ProgramLog): Promise<WorkerClient> {
  const worker = new Worker(new URL('./worker.js', import.meta.url), {
    workerData: options,
    resourceLimits,
  });
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const failed = watchFailure(worker);
  onResponse(worker, 'log', ({ level, line }) => log[level](line));
  const call = createCaller(worker, failed);
  const opened = new Promise<boolean>((resolve) =>
    onResponse(worker, 'ready', ({ closedCleanly }) => resolve(closedCleanly)),
  );
  const closedCleanly = await Promise.race([
    opened,
    failed.catch((error) => exited.then(() => Promise.reject(error))),
  ]);

  const send = (request: WorkerRequest) => worker.postMessage(request);
  return {
    // The cast: one caller for each method of `WorkerWrites`, which returns what that method returns.
    ...(Object.fromEntries(workerWriteNames.map((name) => [name, call(name)])) as Promisified<WorkerWrites>),
    follow(onProgress) {
      onResponse(worker, 'progress', onProgress);
      send({ type: 'follow' });
    },
    async stop() {
      send({ type: 'stop' });
      await exited;
    },
    closedCleanly,
    failed,
  };
}

type PendingCall = { readonly resolve: (answer: unknown) => void; readonly reject: (error: unknown) => void };

/** Returns a function that makes callers: each call posts a `write` request and awaits the response with its id. */
function createCaller(worker: Worker, failed: Promise<never>) {
  const pending = new Map<number, PendingCall>();
  let lastId = 0;
  let failure: { readonly error: unknown } | undefined;
  const settle = (id: number, settleCall: (call: PendingCall) => void) => {
    const call = pending.get(id);
    pending.delete(id);
    if (call !== undefined) settleCall(call);
  };
  onResponse(worker, 'result', ({ id, result }) => settle(id, ({ resolve }) => resolve(result)));
  onResponse(worker, 'error', ({ id, error }) => settle(id, ({ reject }) => reject(deserializeError(error))));
  failed.catch((error: unknown) => {
    failure = { error };
    for (const id of [...pending.keys()]) settle(id, ({ reject }) => reject(error));
  });
  return (method: keyof WorkerWrites) =>
    (...args: readonly unknown[]) =>
      new Promise<unknown>((resolve, reject) => {
        // Loops may still call during shutdown, after the worker has exited, and shutdown waits for them.
        if (failure !== undefined) return reject(failure.error);
        lastId += 1;
        pending.set(lastId, { resolve, reject });
        const request: WorkerRequest = { type: 'write', id: lastId, method, args };
        worker.postMessage(request);
      });
}

function watchFailure(worker: Worker): Promise<never> {
  return new Promise<never>((_, reject) => {
    onResponse(worker, 'fatal', ({ error }) => reject(deserializeError(error)));
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('the worker thread has exited')));
  });
}

function onResponse<Type extends WorkerResponse['type']>(
  worker: Worker,
  type: Type,
  handle: (response: Extract<WorkerResponse, { type: Type }>) => void,
): void {
  worker.on('message', (response: WorkerResponse) => {
    // The cast: its type has just been compared.
    if (response.type === type) handle(response as Extract<WorkerResponse, { type: Type }>);
  });
}
