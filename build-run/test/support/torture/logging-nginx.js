import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from '../fake-slack/users.js';
import { recommendedFormat } from '../nginx-lab/nginx.js';
/** Starts a nginx with two workers whose only server is down: each request leaves a record in each log. */
export async function startLoggingNginx(dir, { port, refusedPort, accessLog }) {
  const temporary = join(dir, 'temporary');
  mkdirSync(temporary);
  const conf = join(dir, 'nginx.conf');
  const log = accessLog === null ? 'off' : `${join(dir, 'access.log')} bg ${accessLog}`;
  writeFileSync(
    conf,
    `daemon off;
user root;
worker_processes 2;
pid ${join(dir, 'nginx.pid')};
error_log ${join(dir, 'error.log')} error;
events { worker_connections 256; }
http {
  ${recommendedFormat}
  access_log ${log};
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${temporary};`).join(' ')}
  keepalive_requests 1000000;
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass http://127.0.0.1:${refusedPort}; }
  }
}
`,
  );
  const child = spawn('nginx', ['-p', dir, '-c', conf, '-e', join(dir, 'error.log')], { stdio: 'ignore' });
  await waitFor(() => existsSync(join(dir, 'nginx.pid')) || undefined, 'nginx', 10_000);
  return { stop: () => stopProcess(child) };
}
const stopProcess = (child) =>
  new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
