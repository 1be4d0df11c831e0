import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
/** True if nginx is installed. Without it, the end-to-end tests are skipped with a clear message. */
export const hasNginx = (() => {
  try {
    execFileSync('nginx', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
/** The log format recommended in the README, under the same name. */
export const recommendedFormat = `log_format bg escape=json '{"t":"$msec","pid":"$pid","c":"$connection","cr":"$connection_requests","rid":"$request_id","ra":"$remote_addr","sn":"$server_name","h":"$host","m":"$request_method","r":"$request","s":"$status","b":"$body_bytes_sent","rl":"$request_length","rt":"$request_time","rc":"$request_completion","un":"$proxy_host","ua":"$upstream_addr","us":"$upstream_status","uct":"$upstream_connect_time","uht":"$upstream_header_time","urt":"$upstream_response_time","ul":"$upstream_response_length","ubs":"$upstream_bytes_sent","ubr":"$upstream_bytes_received","ucs":"$upstream_cache_status"}';`;
/** Starts nginx in `dir` with the given `http { }` content (servers, upstreams) and waits until `port` accepts. */
export async function startNginx(dir, port, http, { logFormat = 'bg', timezone } = {}) {
  mkdirSync(join(dir, 'temp'), { recursive: true });
  const accessLog = join(dir, 'access.log');
  const errorLog = join(dir, 'error.log');
  const conf = join(dir, 'nginx.conf');
  writeFileSync(conf, renderConfig({ dir, accessLog, errorLog, http, logFormat }));
  const child = spawn('nginx', ['-p', dir, '-c', conf, '-e', errorLog], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...(timezone !== undefined && { TZ: timezone }) },
  });
  await waitUntilAccepting(port, child, errorLog);
  return {
    dir,
    accessLog,
    errorLog,
    reload: async () => {
      child.kill('SIGHUP');
      await new Promise((resolve) => setTimeout(resolve, 300));
    },
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}
const renderConfig = ({ dir, accessLog, errorLog, http, logFormat }) => `
daemon off;
master_process on;
worker_processes 1;
pid ${join(dir, 'nginx.pid')};
error_log ${errorLog} notice;
events { worker_connections 256; }
http {
  ${recommendedFormat}
  access_log ${accessLog} ${logFormat};
  client_body_temp_path ${join(dir, 'temp')};
  proxy_temp_path ${join(dir, 'temp')};
  fastcgi_temp_path ${join(dir, 'temp')};
  uwsgi_temp_path ${join(dir, 'temp')};
  scgi_temp_path ${join(dir, 'temp')};
  ${http}
}
`;
async function waitUntilAccepting(port, child, errorLog) {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (await canConnect(port)) return;
    if (child.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(
    `nginx did not start on port ${port}: ${existsSync(errorLog) ? readFileSync(errorLog, 'utf8') : 'no log'}`,
  );
}
const canConnect = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(socket.destroy() && true));
    socket.once('error', () => resolve(false));
  });
