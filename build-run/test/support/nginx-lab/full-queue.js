import { once } from 'node:events';
import { connect } from 'node:net';
import { Worker } from 'node:worker_threads';
/** Listens on a unix socket, or on a port of 127.0.0.1 if no path is given, and fills the accept queue. */
export async function startFullQueue(path) {
  const listenTarget = path === undefined ? { host: '127.0.0.1', port: 0 } : { path };
  const worker = new Worker(listenAndSleep, { eval: true, workerData: listenTarget });
  const [port] = await once(worker, 'message');
  const connectTarget = path === undefined ? { host: '127.0.0.1', port: port ?? 0 } : { path };
  const fillers = [];
  // A backlog of 1 admits two connections. The others wait or are refused, which keeps the queue full.
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
/** Runs in a worker thread, which blocks forever after listening and so never accepts a connection. */
const listenAndSleep = `
  const { parentPort, workerData } = require('node:worker_threads');
  const server = require('node:net').createServer();
  server.listen({ ...workerData, backlog: 1 }, () => {
    parentPort.postMessage(server.address().port ?? 0);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });`;
