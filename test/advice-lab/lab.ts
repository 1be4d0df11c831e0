import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { ServerOptions } from 'node:https';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createRawServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A request as it reached an upstream. */
export type SeenRequest = { readonly path: string; readonly headers: Readonly<Record<string, unknown>> };

/** A folder, and everything that a fault started. */
export class Lab {
  readonly dir = mkdtempSync(join(tmpdir(), 'badgateway-advice-'));
  /** Requests that reached an HTTP upstream since `forget`. */
  seen: SeenRequest[] = [];
  readonly #cleanups: (() => unknown)[] = [];

  constructor() {
    // Workers of nginx and of runtimes run as another user.
    chmodSync(this.dir, 0o755);
  }

  /** A server that notes the requests that it gets. Without a handler it answers well. */
  startApp(handler: RequestListener = answerWell): Promise<number> {
    return this.listen(createServer(this.note(handler)));
  }

  startTlsApp(options: ServerOptions, handler: RequestListener = answerWell): Promise<number> {
    const server = createHttpsServer(options, this.note(handler));
    return this.listen(server.on('tlsClientError', () => {}));
  }

  /** A server of bare connections. */
  startRaw(serve: (socket: Socket) => void): Promise<number> {
    return this.listen(createRawServer((socket) => serve(socket.on('error', () => {}))));
  }

  async listen(server: Server, port = 0, host = '127.0.0.1'): Promise<number> {
    server.listen(port, host);
    await once(server, 'listening');
    const sockets = new Set<Socket>();
    server.on('connection', (socket: Socket) => {
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

  note(handler: RequestListener): RequestListener {
    return (request, response) => {
      this.seen.push({ path: request.url ?? '', headers: request.headers });
      handler(request, response);
    };
  }

  /** Starts a program of the upstream, and waits for the socket file that it makes. */
  async run(program: string, args: readonly string[], socket?: string): Promise<ChildProcess> {
    const child = spawn(program, args, { cwd: this.dir, stdio: 'ignore', detached: true });
    this.onEnd(() => this.end(child));
    for (let attempt = 0; socket !== undefined && !existsSync(socket); attempt++) {
      if (attempt > 100 || child.exitCode !== null) throw new Error(`${program} did not make ${socket}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return child;
  }

  /** Ends a program with its workers, which are its process group. */
  async end(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    const ended = once(child, 'exit');
    process.kill(-child.pid, 'SIGKILL');
    await ended;
  }

  makeFolder(name: string): string {
    const path = join(this.dir, name);
    mkdirSync(path, { recursive: true });
    chmodSync(path, 0o755);
    return path;
  }

  onEnd(cleanup: () => unknown): void {
    this.#cleanups.push(cleanup);
  }

  async remove(): Promise<void> {
    for (const cleanup of this.#cleanups.toReversed()) await cleanup();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

export const answerWell = (request: IncomingMessage, response: ServerResponse): void => {
  request.resume();
  request.on('end', () => response.end(`${request.headers.host} ${request.url}\n`));
};
