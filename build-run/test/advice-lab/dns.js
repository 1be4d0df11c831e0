import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIP } from 'node:net';

const aRecord = 1;
const aaaaRecord = 28;
/** A DNS server on loopback that knows one name by its addresses; those of IPv6 come first. Returns its address. */
export async function startDns(lab, addresses) {
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const type = query.readUInt16BE(query.length - (hasOptions(query) ? 15 : 4));
    const answers = addresses.filter((ip) => type === (isIP(ip) === 6 ? aaaaRecord : aRecord));
    socket.send(buildReply(query, type, answers), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  lab.onEnd(() => socket.close());
  return `127.0.0.1:${socket.address().port}`;
}
/** A DNS server that never answers. */
export async function startSilentDns(lab) {
  const socket = createSocket('udp4');
  socket.on('message', () => {});
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  lab.onEnd(() => socket.close());
  return `127.0.0.1:${socket.address().port}`;
}
const hasOptions = (query) => query.readUInt16BE(10) > 0;
function buildReply(query, type, addresses) {
  const head = Buffer.from(query);
  head.writeUInt16BE(0x8180, 2);
  head.writeUInt16BE(addresses.length, 6);
  return Buffer.concat([head, ...addresses.map((address) => buildAnswer(type, address))]);
}
/** The name is that of the question; it may be used for a second. */
function buildAnswer(type, address) {
  const data = type === aRecord ? Buffer.from(address.split('.').map(Number)) : parseIpv6(address);
  const head = Buffer.from([0xc0, 0x0c, 0, type, 0, 1, 0, 0, 0, 1, 0, data.length]);
  return Buffer.concat([head, data]);
}
function parseIpv6(address) {
  const [before = '', after = ''] = address.split('::');
  const parse = (text) => (text === '' ? [] : text.split(':').map((word) => Number.parseInt(word, 16)));
  const head = parse(before);
  const tail = parse(after);
  const words = [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => 0), ...tail];
  const bytes = Buffer.alloc(16);
  for (const [index, word] of words.entries()) bytes.writeUInt16BE(word, index * 2);
  return bytes;
}
