import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { recommendedFormat } from '../support/nginx-lab/nginx.js';
/** Not that of the upstreams, so that none of them gets its port meanwhile. */
export const gatewayHost = '127.0.0.2';
/** The failing route of every fault, and the group behind it. */
export const failing = { location: 'location /app', group: 'app' };
/** A real nginx whose configuration is edited as a person would. */
export class Gateway {
  accessLog;
  errorLog;
  #dir;
  #file;
  #child;
  #runIn;
  constructor(dir, child, runIn) {
    this.#runIn = runIn;
    this.#dir = dir;
    this.#child = child;
    this.#file = join(dir, 'nginx.conf');
    this.accessLog = join(dir, 'access.log');
    this.errorLog = join(dir, 'error.log');
  }
  /** Starts nginx. `otherPort` is a good server behind all other routes. */
  static async start(dir, port, otherPort, parts, runIn = []) {
    mkdirSync(join(dir, 'temp'), { recursive: true });
    // Beside nginx.conf, as packages put them.
    for (const params of ['fastcgi_params', 'uwsgi_params'])
      copyFileSync(`/etc/nginx/${params}`, join(dir, params));
    // Beside nginx.conf, as packages put them.
    for (const params of ['fastcgi_params', 'uwsgi_params'])
      copyFileSync(`/etc/nginx/${params}`, join(dir, params));
    writeFileSync(join(dir, 'nginx.conf'), renderConfig(dir, port, otherPort, parts));
    const [program = 'nginx', ...args] = [...runIn, 'nginx', ...listOptions(dir)];
    const child = spawn(program, args, { stdio: 'ignore' });
    const gateway = new Gateway(dir, child, runIn);
    await waitForPort(port, () => (child.exitCode === null ? null : readFileSync(gateway.errorLog, 'utf8')));
    return gateway;
  }
  read() {
    return readFileSync(this.#file, 'utf8');
  }
  readAccessLog() {
    return readFileSync(this.accessLog, 'utf8').split('\n').filter(Boolean);
  }
  /** Writes the configuration, lets nginx test it, and reloads. Returns what nginx objects; null if it accepts it. */
  async load(config) {
    writeFileSync(this.#file, config);
    const [program = 'nginx', ...args] = [...this.#runIn, 'nginx', ...listOptions(this.#dir), '-t'];
    const test = spawnSync(program, args, { encoding: 'utf8' });
    if (test.status !== 0)
      return test.stderr.split('\n').find((line) => line.includes('[emerg]')) ?? test.stderr;
    this.#child.kill('SIGHUP');
    await new Promise((resolve) => setTimeout(resolve, 400));
    return null;
  }
  stop() {
    return new Promise((resolve) => {
      if (this.#child.exitCode !== null) return resolve();
      this.#child.once('exit', () => resolve());
      this.#child.kill('SIGTERM');
    });
  }
}
const listOptions = (dir) => ['-p', dir, '-c', join(dir, 'nginx.conf'), '-e', join(dir, 'error.log')];
const renderConfig = (dir, port, otherPort, parts) => `
daemon off;
worker_processes 1;
pid ${join(dir, 'nginx.pid')};
error_log ${join(dir, 'error.log')} ${parts.main?.includes('info_log') ? 'info' : 'notice'};
${parts.main ?? ''}
events {
${parts.events ?? 'worker_connections 512;'}
}
http {
${parts.logFormat === undefined ? recommendedFormat : `log_format bg '${parts.logFormat}';`}
access_log ${join(dir, 'access.log')} bg;
client_body_temp_path ${join(dir, 'temp/body')};
proxy_temp_path ${join(dir, 'temp/proxy')};
fastcgi_temp_path ${join(dir, 'temp/fastcgi')};
uwsgi_temp_path ${join(dir, 'temp/uwsgi')};
scgi_temp_path ${join(dir, 'temp/scgi')};
client_max_body_size 32m;
proxy_set_header Host $host;
proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
add_header X-Frame-Options DENY;
${parts.http ?? ''}
upstream app {
${parts.group ?? 'server 127.0.0.1:9;'}
}
upstream other {
server 127.0.0.1:${otherPort};
}
server {
listen ${gatewayHost}:${port};
server_name shop.example;
root ${dir};
${parts.server ?? ''}
location / {
proxy_pass http://other;
}
location /files/ {
proxy_set_header Host files.example;
proxy_pass http://other/static/;
}
location /app {
${parts.location}
}
}
}
`;
/** Waits until something listens; throws with the reason if there is one. */
async function waitForPort(port, findFailure = () => null) {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (await canConnect(port)) return;
    const failure = findFailure();
    if (failure !== null) throw new Error(failure);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nothing listens on ${port}`);
}
const canConnect = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, gatewayHost);
    socket.once('connect', () => resolve(socket.destroy() && true));
    socket.once('error', () => resolve(false));
  });
