import { once } from 'node:events';
import { createServer } from 'node:net';
/** Servers behind HAProxy, each with one defect: what it does with a request. */
export const behaviours = {
  good: (socket) => respond(socket, '200 OK'),
  answers500: (socket) => respond(socket, '500 Internal Server Error'),
  answers502: (socket) => respond(socket, '502 Bad Gateway'),
  answers503: (socket) => respond(socket, '503 Service Unavailable'),
  answers504: (socket) => respond(socket, '504 Gateway Timeout'),
  silent: () => {},
  closes: (socket) => socket.end(),
  closesInHeader: (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Ty'),
  notHttp: (socket) => socket.end('220 mail.example ESMTP\r\n'),
  bigHeader: (socket) => socket.end(`HTTP/1.1 200 OK\r\nSet-Cookie: a=${'x'.repeat(40_000)}\r\n\r\n`),
  closesInBody: (socket) => begin(socket, () => socket.end()),
  resetsInBody: (socket) => begin(socket, () => socket.resetAndDestroy()),
  silentInBody: (socket) => begin(socket, () => {}),
  breaksChunk: (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n');
    setTimeout(() => socket.end('not a length\r\n'), 50);
  },
};
/** Starts a server for each behaviour, on loopback. */
export async function startServers() {
  const sockets = new Set();
  const entries = Object.entries(behaviours).map(async ([name, behave]) => {
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => sockets.delete(socket));
      socket.once('data', () => behave(socket));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
    return { name, server, port: address.port };
  });
  const servers = await Promise.all(entries);
  return {
    // Each behaviour has a server.
    ports: Object.fromEntries(servers.map(({ name, port }) => [name, port])),
    stop: () => {
      for (const { server } of servers) server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
const respond = (socket, status) =>
  socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 3\r\nConnection: close\r\n\r\nso\n`);
/** Sends the header and part of the body, and then goes on. */
function begin(socket, goOn) {
  socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n${'x'.repeat(20_000)}`);
  setTimeout(goOn, 100);
}
