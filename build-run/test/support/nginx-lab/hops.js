import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyzeLogs } from './analyze-logs.js';
import { startNginx } from './nginx.js';
import { findFreePorts } from './ports.js';
import { startLabServers } from './setup.js';

const truths = [
  { name: 'refused', cause: 'connection-refused', status: 502 },
  { name: 'closed', cause: 'premature-close', status: 502 },
  { name: 'reset', cause: 'connection-reset', status: 502 },
  { name: 'silent', cause: 'read-timeout', status: 504 },
  { name: 'unknown-name', cause: 'dns-not-found', status: 502 },
  { name: 'their-503', cause: 'upstream-503', status: 503 },
  { name: 'returned', cause: 'gateway-returned', status: 503 },
];
/** Formats of both gateways; with `combined`, the inner one logs the client that the edge names. */
export const hopFormats = ['bg', 'combined'];
const requestsPerPath = 5;
/**
 * An edge nginx before an inner nginx, each with its folder. Every path of the inner one has a fault of its own and is
 * requested several times by clients of the edge; what is told of it should be one failure a request.
 */
export async function runHops(format) {
  const dir = mkdtempSync(join(tmpdir(), 'badgateway-hops-'));
  chmodSync(dir, 0o755);
  const servers = await startLabServers(join(dir, 'servers'));
  const [edgePort = 0, innerPort = 0] = await findFreePorts(2);
  const pass = (address) => `proxy_pass http://${address};`;
  const locations = {
    refused: pass(servers.nextDeadAddress()),
    closed: pass(servers.getAddress('closes')),
    reset: pass(servers.getAddress('resets')),
    silent: `proxy_read_timeout 300ms; ${pass(servers.getAddress('silent'))}`,
    'unknown-name': `set $name missing.lab.test; ${pass('$name')}`,
    'their-503': pass(servers.getAddress('answers503')),
    returned: 'return 503;',
    good: pass(servers.getAddress('good')),
  };
  const innerHttp = `
    resolver ${servers.nameServer} ipv6=off;
    server {
      listen 127.0.0.1:${innerPort};
      server_name shop.example;
      ${format === 'combined' ? 'set_real_ip_from 127.0.0.0/8; real_ip_header X-Forwarded-For;' : ''}
      ${Object.entries(locations)
        .map(([name, content]) => `location = /${name} { ${content} }`)
        .join('\n')}
    }`;
  const edgeHttp = `
    upstream inner { server 127.0.0.1:${innerPort}; }
    server {
      listen 127.0.0.1:${edgePort};
      server_name shop.example;
      location / {
        proxy_pass http://inner;
        proxy_bind 127.0.0.2;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_next_upstream off;
      }
    }`;
  const options = { logFormat: format };
  const inner = await startNginx(join(dir, 'inner'), innerPort, innerHttp, options);
  const edge = await startNginx(join(dir, 'edge'), edgePort, edgeHttp, options);
  for (let round = 0; round < requestsPerPath; round += 1)
    await Promise.all(Object.keys(locations).map((name) => requestPath(edgePort, name)));
  await Promise.all([inner.stop(), edge.stop(), servers.stop()]);
  const failures = await analyzeLogs([edge.errorLog, edge.accessLog, inner.errorLog, inner.accessLog]);
  rmSync(dir, { recursive: true, force: true });
  // Without a list of servers, no line says that the server of the inner gateway sent the status.
  const shown = truths.filter(({ cause }) => format === 'bg' || cause !== 'upstream-503');
  return shown.map((truth) => ({
    truth,
    found: failures.filter(({ request: line }) => line?.target === `/${truth.name}`),
  }));
}
/** True when each request is one failure with the cause of the inner gateway and the status that the client got. */
export const isRight = ({ truth, found }) =>
  found.length === requestsPerPath &&
  found.every(
    ({ cause, status, outcome }) =>
      cause === truth.cause && status === truth.status && outcome === 'client-visible',
  );
const requestPath = (port, name) =>
  new Promise((resolve) => {
    const options = { port, path: `/${name}`, headers: { host: 'shop.example' }, localAddress: '127.0.0.9' };
    request(options, (response) => {
      response.resume();
      response.once('close', resolve);
    })
      .once('error', () => resolve())
      .end();
  });
