import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

/** A listening socket that nobody accepts from, with its queue full: TCP drops a SYN then, a unix socket refuses. */
export type FullQueue = { readonly port: number; readonly stop: () => Promise<void> };

/** Listens on a unix socket, or else on a port of 127.0.0.1, and lets no more connections in. */
export async function startFullQueue(path?: string): Promise<FullQueue> {
  const listenTarget = path === undefined ? { host: '127.0.0.1', port: 0 } : { path };
  const worker = new Worker(listenAndSleep, { eval: true, workerData: listenTarget });
  const [port]: number[] = await once(worker, 'message');
  const connectTarget = path === undefined ? { host: '127.0.0.1', port: port ?? 0 } : { path };
  const fillers: Socket[] = [];
  // With a backlog of 1, two are let in; further ones wait, or are refused, and hold the queue full.
  for (let i = 0; i < 4; i++) {
    const filler = connect(connectTarget).on('error', () => {});
    fillers.push(filler);
    await Promise.race([
      once(filler, 'connect').catch(() => {}),
      new Promise((done) => setTimeout(done, 50)),
    ]);
  }
  return {
    port: port ?? 0,
    stop: async () => {
      for (const filler of fillers) filler.destroy();
      await worker.terminate();
    },
  };
}

/** A thread of its own, as it sleeps for good: what sleeps accepts nothing. */
const listenAndSleep = `
  const { parentPort, workerData } = require('node:worker_threads');
  const server = require('node:net').createServer();
  server.listen({ ...workerData, backlog: 1 }, () => {
    parentPort.postMessage(server.address().port ?? 0);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });`;
