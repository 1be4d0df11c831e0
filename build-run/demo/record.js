// Makes the recording that `badgateway demo` plays: a real nginx, two upstream groups, and an outage of one of them.
// `npm run record-demo`; takes four minutes, the length of the recording.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { startNginx } from '../test/support/nginx-lab/nginx.js';
import { findFreePorts } from '../test/support/nginx-lab/ports.js';

const durationMs = 240_000;
const requestEveryMs = 300;
const outputDir = join(process.cwd(), 'demo');
const dir = mkdtempSync(join(tmpdir(), 'badgateway-record-'));
const [port = 0, blue = 0, green = 0, search = 0] = await findFreePorts(4);
const nginx = await startNginx(dir, port, renderSite());
const servers = new Map();
await Promise.all([blue, green, search].map(startServer));
const startedAt = Date.now();
runAfter(45_000, () => stopServer(blue), 'one of the two checkout servers stops: retries save its requests');
runAfter(75_000, () => stopServer(green), 'the other one stops too');
runAfter(110_000, () => nginx.reload(), 'nginx is reloaded, which does not help');
runAfter(150_000, () => Promise.all([startServer(blue), startServer(green)]), 'both servers are back');
const requestTimer = setInterval(sendRequest, requestEveryMs);
setTimeout(() => void finishRecording(nginx), durationMs);
function renderSite() {
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
function runAfter(delayMs, action, description) {
  setTimeout(() => {
    console.log(`${Math.round((Date.now() - startedAt) / 1000)} s: ${description}`);
    action();
  }, delayMs);
}
function startServer(serverPort) {
  const server = createServer((incoming, response) => {
    setTimeout(() => response.end(`${incoming.url}\n`), 5 + Math.random() * 40);
  });
  servers.set(serverPort, server);
  return new Promise((resolve) => server.listen(serverPort, resolve));
}
function stopServer(serverPort) {
  servers.get(serverPort)?.close();
  servers.get(serverPort)?.closeAllConnections();
}
function sendRequest() {
  const pages = ['/pay/4711', '/pay/4712', '/cart', '/cart?step=2', '/search?q=lamp', '/favicon.ico'];
  const page = pages[Math.floor(Math.random() * pages.length)] ?? '/cart';
  const method = page.startsWith('/pay') ? 'POST' : 'GET';
  const clientAddress = `198.51.100.${1 + Math.floor(Math.random() * 200)}`;
  const headers = { host: 'shop.example', 'x-real-ip': clientAddress, 'content-length': 0 };
  const outgoing = request({ port, host: '127.0.0.1', path: page, method, headers }, (response) =>
    response.resume(),
  );
  outgoing.on('error', () => {});
  outgoing.end();
}
async function finishRecording(running) {
  clearInterval(requestTimer);
  await running.stop();
  for (const serverPort of servers.keys()) stopServer(serverPort);
  saveLog(running.accessLog, 'access.log.gz');
  saveLog(running.errorLog, 'error.log.gz');
  rmSync(dir, { recursive: true });
}
/** Saves a log, with the folder and the ports of this run replaced. */
function saveLog(path, name) {
  const text = readFileSync(path, 'utf8').replaceAll(dir, '/srv/nginx');
  const normalized = text
    .replaceAll(`:${blue}`, ':8081')
    .replaceAll(`:${green}`, ':8082')
    .replaceAll(`:${search}`, ':8090');
  writeFileSync(join(outputDir, name), gzipSync(normalized, { level: 9 }));
  console.log(`demo/${name}: ${normalized.split('\n').length - 1} lines`);
}
