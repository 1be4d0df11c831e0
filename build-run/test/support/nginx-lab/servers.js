import { once } from 'node:events';
import { createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
/** Healthy servers, and servers with a single defect each. */
export const behaviours = {
  good: (socket) => respond(socket, '200 OK'),
  pageForGrpc: (socket) => respond(socket, '200 OK'),
  pageForFastcgi: (socket) => respond(socket, '200 OK'),
  goodForOneSecond: (socket) => respond(socket, '200 OK', 'Cache-Control: max-age=1\r\n'),
  answers404: (socket) => respond(socket, '404 Not Found'),
  answers500: (socket) => respond(socket, '500 Internal Server Error'),
  answers502: (socket) => respond(socket, '502 Bad Gateway'),
  answers503: (socket) => respond(socket, '503 Service Unavailable'),
  answers504: (socket) => respond(socket, '504 Gateway Timeout'),
  resets: (socket) => socket.resetAndDestroy(),
  closes: (socket) => socket.end(),
  closesInHeader: (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Ty'),
  silent: () => {},
  breaksHeader: (socket) => socket.end('HTTP/1.1 200 OK\r\nTwo words: 1\r\n\r\n'),
  repeatsLength: (socket) =>
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok'),
  bigHeader: (socket) => socket.end(`HTTP/1.1 200 OK\r\nSet-Cookie: a=${'x'.repeat(3_000)}\r\n\r\n`),
  notHttp: (socket) => socket.end('220 mail.example ESMTP\r\n'),
  closesInBody: (socket) => socket.end(partialBody),
  resetsInBody: (socket) => socket.write(partialBody, () => setTimeout(() => socket.resetAndDestroy(), 50)),
  silentInBody: (socket) => socket.write(partialBody),
  breaksChunk: (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n');
    setTimeout(() => socket.end('not a length\r\n'), 50);
  },
  redirectsInside: (socket) => respond(socket, '200 OK', 'X-Accel-Redirect: /accel-inside\r\n'),
  answersOnce: (socket, count) => (count === 1 ? respond(socket, '200 OK') : socket.end()),
};
const partialBody = 'HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nonly the beginning';
const respond = (socket, status, headers = '') =>
  socket.write(`HTTP/1.1 ${status}\r\n${headers}Content-Length: 3\r\n\r\nso\n`);
/** Starts a server on its own port that treats every connection the same. */
export async function startServer(name) {
  const behaviour = behaviours[name];
  return listen(createServer(handleRequests(behaviour)));
}
/** Starts a server that accepts connections but never reads from them. */
export const startDeafServer = () => listen(createServer((socket) => socket.on('error', () => {}).pause()));
/** Starts a server that closes each connection on the first bytes received. */
export const startClosingServer = () =>
  listen(createServer((socket) => socket.on('error', () => {}).once('data', () => socket.end())));
export const startTlsServer = (certificate, minVersion = 'TLSv1.2') => {
  const server = createTlsServer({ ...certificate, minVersion }, handleRequests(behaviours.good));
  return listen(server.on('tlsClientError', () => {}));
};
function handleRequests(behaviour) {
  return (socket) => {
    let received = '';
    let count = 0;
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      received += bytes.toString('latin1');
      if (!isComplete(received)) return;
      received = '';
      count += 1;
      behaviour(socket, count);
    });
  };
}
/** Sufficient for nginx in this lab: a single request at a time; bytes of any other protocol count as complete. */
function isComplete(received) {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return !/^[A-Z]+ \//.test(received);
  const length = /\r\nContent-Length: (\d+)/i.exec(received.slice(0, end))?.[1];
  return received.length - end - 4 >= Number(length ?? 0);
}
async function listen(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
