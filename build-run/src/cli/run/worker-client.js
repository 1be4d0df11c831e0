import { Worker } from 'node:worker_threads';
import { deserializeError, workerWriteNames } from './worker-protocol.js';

/** A backlog creates much short-lived garbage; less room means it is collected sooner, and the process stays small. */
const resourceLimits = { maxYoungGenerationSizeMb: 6, maxOldGenerationSizeMb: 256 };
/** Starts the worker thread. Resolves once the database is open and can be read. */
export async function startWorker(options, log) {
  const worker = new Worker(new URL('./worker.js', import.meta.url), {
    workerData: options,
    resourceLimits,
  });
  const exited = new Promise((resolve) => worker.once('exit', () => resolve()));
  const failed = watchFailure(worker);
  onResponse(worker, 'log', ({ level, line }) => log[level](line));
  const call = createCaller(worker, failed);
  const opened = new Promise((resolve) =>
    onResponse(worker, 'ready', ({ closedCleanly }) => resolve(closedCleanly)),
  );
  const closedCleanly = await Promise.race([
    opened,
    failed.catch((error) => exited.then(() => Promise.reject(error))),
  ]);
  const send = (request) => worker.postMessage(request);
  return {
    // The cast: one caller for each method of `WorkerWrites`, which returns what that method returns.
    ...Object.fromEntries(workerWriteNames.map((name) => [name, call(name)])),
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
/** Returns a function that makes callers: each call posts a `write` request and awaits the response with its id. */
function createCaller(worker, failed) {
  const pending = new Map();
  let lastId = 0;
  let failure;
  const settle = (id, settleCall) => {
    const call = pending.get(id);
    pending.delete(id);
    if (call !== undefined) settleCall(call);
  };
  onResponse(worker, 'result', ({ id, result }) => settle(id, ({ resolve }) => resolve(result)));
  onResponse(worker, 'error', ({ id, error }) => settle(id, ({ reject }) => reject(deserializeError(error))));
  failed.catch((error) => {
    failure = { error };
    for (const id of [...pending.keys()]) settle(id, ({ reject }) => reject(error));
  });
  return (method) =>
    (...args) =>
      new Promise((resolve, reject) => {
        // Loops may still call during shutdown, after the worker has exited, and shutdown waits for them.
        if (failure !== undefined) return reject(failure.error);
        lastId += 1;
        pending.set(lastId, { resolve, reject });
        const request = { type: 'write', id: lastId, method, args };
        worker.postMessage(request);
      });
}
function watchFailure(worker) {
  return new Promise((_, reject) => {
    onResponse(worker, 'fatal', ({ error }) => reject(deserializeError(error)));
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('the worker thread has exited')));
  });
}
function onResponse(worker, type, handle) {
  worker.on('message', (response) => {
    // The cast: its type has just been compared.
    if (response.type === type) handle(response);
  });
}
