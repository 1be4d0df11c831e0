// Makes the recording that `badgateway demo` plays: a real nginx, two upstream groups, and an outage of one of them.
// `npm run record-demo`; takes four minutes, as long as what it records.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Nginx, startNginx } from '../test/support/nginx-lab/nginx.js';
import { freePorts } from '../test/support/nginx-lab/ports.js';

const lastsMs = 240_000;
const requestEveryMs = 300;
const out = join(process.cwd(), 'demo');

const dir = mkdtempSync(join(tmpdir(), 'badgateway-record-'));
const [port = 0, blue = 0, green = 0, search = 0] = await freePorts(4);
const nginx = await startNginx(dir, port, site());
const servers = new Map<number, Server>();
await Promise.all([blue, green, search].map(start));
const began = Date.now();

at(45_000, () => stop(blue), 'one of two servers of checkout dies: retries save its requests');
at(75_000, () => stop(green), 'the other one dies too');
at(110_000, () => nginx.reload(), 'somebody reloads nginx, which does not help');
at(150_000, () => Promise.all([start(blue), start(green)]), 'both are back');
const visitors = setInterval(visit, requestEveryMs);
setTimeout(() => void finish(nginx), lastsMs);

function site(): string {
  return `
    set_real_ip_from 127.0.0.1;
    real_ip_header X-Real-IP;
    upstream checkout { server 127.0.0.11:${blue}; server 127.0.0.12:${green}; keepalive 8; }
    upstream search { server 127.0.0.21:${search}; keepalive 8; }
    server {
      listen 127.0.0.1:${port};
      server_name shop.example;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      location /pay/ { proxy_pass http://checkout; }
      location /cart { proxy_pass http://checkout; }
      location /search { proxy_pass http://search; }
      location / { return 404; }
    }`;
}

function at(ms: number, act: () => unknown, words: string): void {
  setTimeout(() => {
    console.log(`${Math.round((Date.now() - began) / 1000)} s: ${words}`);
    act();
  }, ms);
}

function start(on: number): Promise<void> {
  const server = createServer((asked, answer) => {
    setTimeout(() => answer.end(`${asked.url}\n`), 5 + Math.random() * 40);
  });
  servers.set(on, server);
  return new Promise((resolve) => server.listen(on, resolve));
}

function stop(on: number): void {
  servers.get(on)?.close();
  servers.get(on)?.closeAllConnections();
}

function visit(): void {
  const pages = ['/pay/4711', '/pay/4712', '/cart', '/cart?step=2', '/search?q=lamp', '/favicon.ico'];
  const page = pages[Math.floor(Math.random() * pages.length)] ?? '/cart';
  const method = page.startsWith('/pay') ? 'POST' : 'GET';
  const visitor = `198.51.100.${1 + Math.floor(Math.random() * 200)}`;
  const headers = { host: 'shop.example', 'x-real-ip': visitor, 'content-length': 0 };
  const asking = request({ port, host: '127.0.0.1', path: page, method, headers }, (answer) =>
    answer.resume(),
  );
  asking.on('error', () => {});
  asking.end();
}

async function finish(running: Nginx): Promise<void> {
  clearInterval(visitors);
  await running.stop();
  for (const on of servers.keys()) stop(on);
  keep(running.accessLog, 'access.log.gz');
  keep(running.errorLog, 'error.log.gz');
  rmSync(dir, { recursive: true });
}

/** The log without the names of the folder and the ports of this run. */
function keep(log: string, name: string): void {
  const text = readFileSync(log, 'utf8').replaceAll(dir, '/srv/nginx');
  const named = text
    .replaceAll(`:${blue}`, ':8081')
    .replaceAll(`:${green}`, ':8082')
    .replaceAll(`:${search}`, ':8090');
  writeFileSync(join(out, name), gzipSync(named, { level: 9 }));
  console.log(`demo/${name}: ${named.split('\n').length - 1} lines`);
}
