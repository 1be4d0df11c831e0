import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createRawServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
/** A folder, and everything that a fault started. */
export class Lab {
  dir = mkdtempSync(join(tmpdir(), 'badgateway-advice-'));
  /** Requests that reached an HTTP upstream since `forget`. */
  seen = [];
  #cleanups = [];
  constructor() {
    // Workers of nginx and of runtimes run as another user.
    chmodSync(this.dir, 0o755);
  }
  /** A server that notes the requests that it gets. Without a handler it answers well. */
  startApp(handler = answerWell) {
    return this.listen(createServer(this.note(handler)));
  }
  startTlsApp(options, handler = answerWell) {
    const server = createHttpsServer(options, this.note(handler));
    return this.listen(server.on('tlsClientError', () => {}));
  }
  /** A server of bare connections. */
  startRaw(serve) {
    return this.listen(createRawServer((socket) => serve(socket.on('error', () => {}))));
  }
  async listen(server, port = 0, host = '127.0.0.1') {
    server.listen(port, host);
    await once(server, 'listening');
    const sockets = new Set();
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    this.onEnd(() => {
      server.close();
      for (const socket of sockets) socket.destroy();
    });
    const address = server.address();
    return address === null || typeof address === 'string' ? 0 : address.port;
  }
  note(handler) {
    return (request, response) => {
      this.seen.push({ path: request.url ?? '', headers: request.headers });
      handler(request, response);
    };
  }
  /** Starts a program of the upstream, and waits for the socket file that it makes. */
  async run(program, args, socket) {
    const child = spawn(program, args, { cwd: this.dir, stdio: 'ignore', detached: true });
    this.onEnd(() => this.end(child));
    for (let attempt = 0; socket !== undefined && !existsSync(socket); attempt++) {
      if (attempt > 100 || child.exitCode !== null) throw new Error(`${program} did not make ${socket}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return child;
  }
  /** Ends a program with its workers, which are its process group. */
  async end(child) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    const ended = once(child, 'exit');
    process.kill(-child.pid, 'SIGKILL');
    await ended;
  }
  makeFolder(name) {
    const path = join(this.dir, name);
    mkdirSync(path, { recursive: true });
    chmodSync(path, 0o755);
    return path;
  }
  onEnd(cleanup) {
    this.#cleanups.push(cleanup);
  }
  async remove() {
    for (const cleanup of this.#cleanups.toReversed()) await cleanup();
    rmSync(this.dir, { recursive: true, force: true });
  }
}
export const answerWell = (request, response) => {
  request.resume();
  request.on('end', () => response.end(`${request.headers.host} ${request.url}\n`));
};
