import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startDns } from '../dns.js';
import { defineFault } from '../fault.js';
import { answerWell } from '../lab.js';
import { readAdvice } from '../read-advice.js';
import { startGunicorn } from '../runtimes/gunicorn.js';
/** Limits of the gateway and of the kernel under it. */
export const limitFaults = [
  defineFault({
    fault: 'Forty descriptors for each worker',
    cause: 'fds-exhausted',
    changes: [/at the top of nginx.conf/],
    arrange: async (lab) => ({
      gateway: {
        main: 'worker_rlimit_nofile 40;',
        group: `server 127.0.0.1:${await startSlowApp(lab)};`,
        location: 'proxy_pass http://app;',
      },
      send: (client) => client.askAtOnce(40),
    }),
  }),
  defineFault({
    fault: 'Twenty connections for each worker',
    cause: 'worker-connections',
    changes: [/in the events block that is there/, /Each takes two descriptors/],
    arrange: async (lab) => ({
      gateway: {
        events: 'worker_connections 20;',
        group: `server 127.0.0.1:${await startSlowApp(lab)};`,
        location: 'proxy_pass http://app;',
      },
      send: (client) => client.askAtOnce(40),
    }),
  }),
  defineFault({
    fault: 'The folder for uploads is full',
    cause: 'gateway-disk',
    needs: ['mount'],
    changes: [/For uploads/],
    arrange: async (lab) => {
      mountSmallDisk(lab, 'temp/body');
      return {
        gateway: { group: `server 127.0.0.1:${await lab.startApp()};`, location: 'proxy_pass http://app;' },
        send: (client) => client.askInTurn(8, { method: 'POST', bodyBytes: 1_000_000 }),
      };
    },
  }),
  defineFault({
    fault: 'The folder for responses is full',
    cause: 'gateway-disk',
    needs: ['mount'],
    changes: [/For downloads/],
    arrange: async (lab) => {
      mountSmallDisk(lab, 'temp/proxy');
      const port = await lab.startApp((request, response) => {
        request.resume();
        response.end(Buffer.alloc(16_000_000, 'x'));
      });
      return {
        gateway: { group: `server 127.0.0.1:${port};`, location: 'proxy_pass http://app;' },
        send: (client) => client.askAtOnce(6, { readsAfterMs: 1_500 }),
      };
    },
  }),
  defineFault({
    fault: 'No source ports left, a connection for each request',
    cause: 'ports-exhausted',
    needs: ['network-namespace'],
    changes: [/Keep connections open/, /beside the proxy_set_header lines in force/],
    arrange: async (lab) => {
      const port = await lab.startRaw(serveWithoutClosing(lab));
      setKernel('net.ipv4.ip_local_port_range=20000 20060');
      setKernel('net.ipv4.tcp_tw_reuse=0');
      return {
        gateway: { group: `least_conn;\nserver 127.0.0.1:${port};`, location: 'proxy_pass http://app;' },
        // The ports of the former connections rest for a minute.
        settleMs: 61_000,
        send: (client) => client.reuse().askAtOnce(300),
      };
    },
  }),
  defineFault({
    fault: 'The same, slowly: 25 requests a second on 60 ports',
    cause: 'ports-exhausted',
    needs: ['network-namespace'],
    changes: [/let outgoing connections reuse ports/],
    arrange: async (lab) => {
      const port = await lab.startRaw(serveWithoutClosing(lab));
      setKernel('net.ipv4.ip_local_port_range=20000 20060');
      setKernel('net.ipv4.tcp_tw_reuse=0');
      return {
        gateway: { group: `server 127.0.0.1:${port};`, location: 'proxy_pass http://app;' },
        // A port has to rest for a second.
        settleMs: 1_500,
        send: (client) => client.reuse().askSteadily(150, 40),
        typeCommand: runCommand,
        isHttp: false,
      };
    },
  }),
  defineFault({
    fault: 'The kernel caps the queue at four',
    cause: 'backlog-full',
    needs: ['network-namespace', 'gunicorn'],
    changes: [/The kernel caps every queue/],
    arrange: async (lab) => {
      setKernel('net.core.somaxconn=4');
      const gunicorn = await startGunicorn(lab, {}, 0.05);
      return {
        gateway: { location: `proxy_pass http://unix:${gunicorn.socket}:/;` },
        send: (client) => client.askAtOnce(40),
        isHttp: false,
        typeCommand: async (step) => {
          await runCommand(step);
          await gunicorn.restart();
        },
      };
    },
  }),
  defineFault({
    fault: 'A name with an address of IPv6, on a host without',
    cause: 'network-unreachable',
    needs: ['network-namespace'],
    changes: [/on its resolver line/],
    arrange: async (lab) => {
      const port = await lab.startApp();
      return {
        gateway: {
          http: `resolver ${await startDns(lab, ['2001:db8::7', '127.0.0.1'])} valid=1s;`,
          location: `proxy_next_upstream off;\nset $backend app.example;\nproxy_pass http://$backend:${port};`,
        },
      };
    },
  }),
  defineFault({
    fault: 'A log format without the fields of the upstream',
    cause: 'unknown',
    changes: [/in the log_format/],
    arrange: async () => ({
      gateway: {
        logFormat:
          '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"',
        group: 'server 127.0.0.1:9 max_fails=0;',
        location: 'proxy_pass http://app;',
      },
      reads: 'access',
      isHttp: false,
      measure: async (log) => (await readAdvice([log])).find(({ cause }) => cause === 'unknown')?.count ?? 0,
    }),
  }),
];
const startSlowApp = (lab) =>
  lab.startApp((request, response) => void setTimeout(() => answerWell(request, response), 600));
function mountSmallDisk(lab, name) {
  const path = join(lab.dir, name);
  mkdirSync(path, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path]);
  lab.onEnd(() => execFileSync('umount', ['--lazy', path]));
}
const setKernel = (setting) => void execFileSync('sysctl', ['-qw', setting]);
const runCommand = async ({ command = '' }) => void execFileSync('sh', ['-c', command], { stdio: 'ignore' });
/** Leaves it to the gateway to close, so that the waiting end of each connection is there. */
const serveWithoutClosing = (lab) => (socket) => {
  socket.on('data', (bytes) => {
    const [first = '', ...lines] = bytes.toString('latin1').split('\r\n');
    const headers = lines.flatMap((line) => {
      const [, name, value] = /^([\w-]+): (.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name.toLowerCase(), value]];
    });
    lab.seen.push({ path: first, headers: Object.fromEntries(headers) });
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nso\n');
  });
};
