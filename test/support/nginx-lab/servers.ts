import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Certificate } from './certificates.js';

/** What a server does to a connection on which a whole request has arrived; `count` is 1 for the first one on it. */
type Behaviour = (socket: Socket, count: number) => void;

/** Servers that work, and servers that are broken in one way each. */
export const behaviours = {
  good: (socket) => answer(socket, '200 OK'),
  pageForGrpc: (socket) => answer(socket, '200 OK'),
  pageForFastcgi: (socket) => answer(socket, '200 OK'),
  goodForOneSecond: (socket) => answer(socket, '200 OK', 'Cache-Control: max-age=1\r\n'),
  answers404: (socket) => answer(socket, '404 Not Found'),
  answers500: (socket) => answer(socket, '500 Internal Server Error'),
  answers502: (socket) => answer(socket, '502 Bad Gateway'),
  answers503: (socket) => answer(socket, '503 Service Unavailable'),
  answers504: (socket) => answer(socket, '504 Gateway Timeout'),
  resets: (socket) => socket.resetAndDestroy(),
  closes: (socket) => socket.end(),
  closesInHeader: (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Ty'),
  silent: () => {},
  breaksHeader: (socket) => socket.end('HTTP/1.1 200 OK\r\nTwo words: 1\r\n\r\n'),
  repeatsLength: (socket) =>
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok'),
  bigHeader: (socket) => socket.end(`HTTP/1.1 200 OK\r\nSet-Cookie: a=${'x'.repeat(3_000)}\r\n\r\n`),
  notHttp: (socket) => socket.end('220 mail.example ESMTP\r\n'),
  closesInBody: (socket) => socket.end(beginning),
  resetsInBody: (socket) => socket.write(beginning, () => setTimeout(() => socket.resetAndDestroy(), 50)),
  silentInBody: (socket) => socket.write(beginning),
  breaksChunk: (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n');
    setTimeout(() => socket.end('not a length\r\n'), 50);
  },
  redirectsInside: (socket) => answer(socket, '200 OK', 'X-Accel-Redirect: /accel-inside\r\n'),
  answersOnce: (socket, count) => (count === 1 ? answer(socket, '200 OK') : socket.end()),
} satisfies Record<string, Behaviour>;
export type BehaviourName = keyof typeof behaviours;

const beginning = 'HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nonly the beginning';

const answer = (socket: Socket, status: string, fields = '') =>
  socket.write(`HTTP/1.1 ${status}\r\n${fields}Content-Length: 3\r\n\r\nso\n`);

/** A server on a port of its own that treats every connection in the same way. */
export async function startServer(name: BehaviourName): Promise<Server> {
  const behaviour: Behaviour = behaviours[name];
  return listening(createServer(hearing(behaviour)));
}

/** One that says nothing to the first bytes, closes on them, or speaks TLS. */
export const startDeafServer = (): Promise<Server> =>
  listening(createServer((socket) => socket.on('error', () => {}).pause()));
export const startClosingServer = (): Promise<Server> =>
  listening(createServer((socket) => socket.on('error', () => {}).once('data', () => socket.end())));
export const startTlsServer = (
  certificate: Certificate,
  minVersion: 'TLSv1.2' | 'TLSv1.3' = 'TLSv1.2',
): Promise<Server> => {
  const server = createTlsServer({ ...certificate, minVersion }, hearing(behaviours.good));
  return listening(server.on('tlsClientError', () => {}));
};

function hearing(behaviour: Behaviour): (socket: Socket) => void {
  return (socket) => {
    let heard = '';
    let count = 0;
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      heard += bytes.toString('latin1');
      if (!isWhole(heard)) return;
      heard = '';
      count += 1;
      behaviour(socket, count);
    });
  };
}

/** Good enough for what nginx sends here: one request at a time; another protocol's bytes count as whole. */
function isWhole(heard: string): boolean {
  const end = heard.indexOf('\r\n\r\n');
  if (end < 0) return !/^[A-Z]+ \//.test(heard);
  const length = /\r\nContent-Length: (\d+)/i.exec(heard.slice(0, end))?.[1];
  return heard.length - end - 4 >= Number(length ?? 0);
}

async function listening(server: Server): Promise<Server> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
