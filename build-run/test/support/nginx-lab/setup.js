import { chmodSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createCertificate } from './certificates.js';
import { startNameServer } from './dns.js';
import { startFullQueue } from './full-queue.js';
import { findFreePorts } from './ports.js';
import { behaviours, startClosingServer, startDeafServer, startServer, startTlsServer } from './servers.js';
export async function startLabServers(dir) {
  mkdirSync(dir, { recursive: true });
  const certificates = {
    stranger: createCertificate(dir, { name: 'stranger.test', days: 30 }),
    own: createCertificate(dir, { name: 'tls.test', days: 30 }),
    expired: createCertificate(dir, { name: 'tls.test', days: -1 }),
  };
  const names = Object.keys(behaviours).filter(isBehaviour);
  const servers = new Map();
  const register = async (name, server) => void servers.set(name, await server);
  const forbidden = await listenOnPath(join(dir, 'forbidden.sock'));
  chmodSync(join(dir, 'forbidden.sock'), 0);
  const [queue, socketQueue, nameServer, deadPorts] = await Promise.all([
    startFullQueue(),
    startFullQueue(join(dir, 'full.sock')),
    startNameServer(),
    findFreePorts(1),
    ...names.map((name) => register(name, startServer(name))),
    register('deaf', startDeafServer()),
    register('closesAtOnce', startClosingServer()),
    register('tls', startTlsServer(certificates.own)),
    register('tlsExpired', startTlsServer(certificates.expired)),
    register('tlsNewOnly', startTlsServer(certificates.own, 'TLSv1.3')),
  ]);
  // Open to everyone: the nginx worker runs as user nobody.
  chmodSync(join(dir, 'full.sock'), 0o777);
  const fixedAddresses = {
    missingSocket: `unix:${join(dir, 'missing.sock')}`,
    forbiddenSocket: `unix:${join(dir, 'forbidden.sock')}`,
    fullSocket: `unix:${join(dir, 'full.sock')}`,
    fullQueue: `127.0.0.1:${queue.port}`,
  };
  let deadAddressCount = 1;
  return {
    getAddress: (name) => {
      const server = servers.get(name);
      return server === undefined ? fixedAddresses[name] : formatAddress(server);
    },
    nextDeadAddress: () => `127.0.0.${++deadAddressCount}:${deadPorts[0]}`,
    nameServer: nameServer.address,
    certificates,
    dir,
    stop: async () => {
      nameServer.stop();
      for (const server of [...servers.values(), forbidden]) server.close();
      await Promise.all([queue.stop(), socketQueue.stop()]);
    },
  };
}
const isBehaviour = (name) => name in behaviours;
const listenOnPath = (path) =>
  new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.listen(path, () => resolve(server));
  });
function formatAddress(server) {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return `127.0.0.1:${address.port}`;
}
