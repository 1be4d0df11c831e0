import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFullQueue } from '../nginx-lab/full-queue.js';
import { findFreePorts } from '../nginx-lab/ports.js';
import { detailedFaults, httpFaults } from './faults.js';
import { startHaproxy } from './haproxy.js';
import { startServers } from './servers.js';
/** Requests of the group `down`: as many as open an incident. */
export const downRequests = 8;
/** Breaks a real HAProxy in every way of the lab, and ends it. */
export async function runHaproxyLab() {
  const dir = mkdtempSync(join(tmpdir(), 'badgateway-haproxy-'));
  const servers = await startServers();
  const full = await startFullQueue();
  const [plain = 0, detailed = 0, clf = 0, tcp = 0, refusing = 0] = await findFreePorts(5);
  const ports = { ...servers.ports, refusing, full: full.port };
  const config = renderConfig({ plain, detailed, clf, tcp }, ports);
  const haproxy = startHaproxy(dir, config);
  try {
    await haproxy.logged('backend down has no server available!');
    await Promise.all([
      ...httpFaults.map((fault) => breakRequest(plain, fault)),
      ...detailedFaults.map((fault) => breakRequest(detailed, fault)),
      get(clf, '/in-clf'),
      sendBytes(tcp, 'hello\r\n'),
      sendBytes(plain, 'no HTTP at all\r\n\r\n'),
    ]);
    for (let n = 1; n < downRequests; n++) await get(plain, '/down');
    await get(plain, '/redirected?last');
    await haproxy.logged('/redirected?last');
  } finally {
    await haproxy.stop();
    servers.stop();
    await full.stop();
  }
  return { log: haproxy.log, remove: () => rmSync(dir, { recursive: true, force: true }) };
}
const renderConfig = ({ plain, detailed, clf, tcp }, ports) => `
global
  log stdout format raw local0
defaults
  mode http
  log global
  option abortonclose
  timeout client 5s
  timeout server 700ms
  timeout connect 400ms
  timeout queue 300ms
  timeout tarpit 200ms
  retries 1
frontend plain
  bind 127.0.0.1:${plain}
  option httplog
  http-request return status 503 if { path /returned }
  http-request deny deny_status 503 if { path /rejected }
  http-request deny if { path /denied }
  http-request tarpit if { path /tarpitted }
  http-request redirect location / if { path /redirected }
  use_backend %[path,field(2,/)]
frontend detailed
  bind 127.0.0.1:${detailed}
  log-format "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq %hr %hs %{+Q}r bc_err=%{+Q}[bc_err_str]"
  use_backend %[path,field(2,/)]
frontend clf
  bind 127.0.0.1:${clf}
  option httplog clf
  default_backend refused
frontend tcp
  mode tcp
  bind 127.0.0.1:${tcp}
  option tcplog
  default_backend tcp-refused
backend tcp-refused
  mode tcp
  server s1 127.0.0.1:${ports.refusing}
${[...httpFaults, ...detailedFaults]
  .flatMap(({ name, backend }) => (backend === undefined ? [] : `backend ${name}\n${backend(ports)}`))
  .join('\n')}
`;
async function breakRequest(port, { name, before, leavesAfterMs }) {
  const earlier = before === undefined ? undefined : get(port, `/${before}`);
  if (earlier !== undefined) await new Promise((resolve) => setTimeout(resolve, 100));
  await Promise.all([earlier, get(port, `/${name}`, leavesAfterMs)]);
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
const sendBytes = (port, text) =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket
      .resume()
      .on('error', () => {})
      .on('close', () => resolve());
  });
