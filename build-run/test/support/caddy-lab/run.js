import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServers } from '../haproxy-lab/servers.js';
import { startFullQueue } from '../nginx-lab/full-queue.js';
import { findFreePorts } from '../nginx-lab/ports.js';
import { caddyFaults } from './faults.js';
/** True if Caddy is installed. Without it, its lab is skipped with a clear message. */
export const hasCaddy = (() => {
  try {
    execFileSync('caddy', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
/** Breaks a real Caddy in every way of the lab, and ends it. */
export async function runCaddyLab() {
  const dir = mkdtempSync(join(tmpdir(), 'badgateway-caddy-'));
  const servers = await startServers();
  const full = await startFullQueue();
  const [port = 0, refusing = 0] = await findFreePorts(2);
  const ports = { ...servers.ports, refusing, full: full.port };
  const log = join(dir, 'caddy.log');
  writeFileSync(join(dir, 'Caddyfile'), renderConfig(port, log, ports));
  const caddy = startCaddy(dir);
  try {
    await waitForText(log, 'serving initial configuration', caddy);
    for (const { name, leavesAfterMs, requests = 1 } of caddyFaults)
      for (let n = 0; n < requests; n++) await get(port, `/${name}`, leavesAfterMs);
    await get(port, '/good?last');
    await waitForText(log, '/good?last', caddy);
  } finally {
    caddy.kill('SIGTERM');
    if (caddy.exitCode === null) await once(caddy, 'exit');
    servers.stop();
    await full.stop();
  }
  return { log, ports, remove: () => rmSync(dir, { recursive: true, force: true }) };
}
const renderConfig = (port, log, ports) => `
{
  admin off
  auto_https off
  log {
    output file ${log}
    format json
  }
}
http://:${port} {
  bind 127.0.0.1
  log
${caddyFaults.map(({ name, directives }) => `handle /${name} {\n${directives(ports)}\n}`).join('\n')}
}
`;
/** Its state goes into the folder of the lab. */
function startCaddy(dir) {
  return spawn('caddy', ['run', '--config', join(dir, 'Caddyfile'), '--adapter', 'caddyfile'], {
    stdio: 'ignore',
    env: { ...process.env, HOME: dir, XDG_CONFIG_HOME: dir, XDG_DATA_HOME: dir },
  });
}
async function waitForText(log, text, child) {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (existsSync(log) && readFileSync(log, 'utf8').includes(text)) return;
    if (child.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Caddy did not log ${text}`);
}
/** Ends when the answer has ended, however it did. */
const get = (port, path, leavesAfterMs) =>
  new Promise((resolve) => {
    const outgoing = request({ host: '127.0.0.1', port, path, agent: false }, (response) => {
      response.on('error', () => {}).on('close', () => resolve());
      response.resume();
    });
    outgoing.on('error', () => resolve());
    if (leavesAfterMs !== undefined) setTimeout(() => outgoing.destroy(), leavesAfterMs);
    outgoing.end();
  });
