import { createSocket } from 'node:dgram';
import { once } from 'node:events';
export async function startNameServer() {
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const code = responseCodes.get(readFirstLabel(query));
    if (code !== undefined) socket.send(buildReply(query, code), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { address: formatAddress(socket), stop: () => socket.close() };
}
/** RCODE by first label. Queries for any other label are dropped. */
const responseCodes = new Map([
  ['missing', 3],
  ['broken', 2],
  ['forbidden', 5],
]);
const headerBytes = 12;
const readFirstLabel = (query) =>
  query.toString('latin1', headerBytes + 1, headerBytes + 1 + (query[headerBytes] ?? 0));
/** Echoes the query with the response bit and RCODE set. */
function buildReply(query, code) {
  const reply = Buffer.from(query);
  reply.writeUInt16BE(0x8180 | code, 2);
  return reply;
}
const formatAddress = (socket) => `127.0.0.1:${socket.address().port}`;
