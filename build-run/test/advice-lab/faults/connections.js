import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { findFreePorts } from '../../support/nginx-lab/ports.js';
import { makeCertificate } from '../certificates.js';
import { startDns, startSilentDns } from '../dns.js';
import { defineFault } from '../fault.js';
import { answerWell } from '../lab.js';
/** Connections that are refused, closed, or made to the wrong address. */
export const connectionFaults = [
  defineFault({
    fault: 'localhost, which is [::1] as well, where nothing listens',
    cause: 'connection-refused',
    needs: ['mount', 'ipv6'],
    changes: [/replace localhost by/],
    arrange: async (lab) => {
      const port = await lab.startApp((request, response) => {
        setTimeout(() => answerWell(request, response), request.url === '/app?slow' ? 1_500 : 0);
      });
      return {
        gateway: { http: 'proxy_read_timeout 1s;', location: `proxy_pass http://localhost:${port};` },
        runIn: useHosts(lab, '127.0.0.1 localhost\n::1 localhost\n'),
        // One slow answer sets 127.0.0.1 aside for ten seconds: that one fails in any case.
        send: async (client) => [
          ...(await client.askInTurn(2)),
          await client.ask({ path: '/app?slow' }),
          ...(await client.askInTurn(12)),
        ],
        leftover: 1,
      };
    },
  }),
  defineFault({
    fault: 'The name of a server has moved to another address',
    cause: 'connection-refused',
    needs: ['mount'],
    changes: [/has a new address, reload/],
    arrange: async (lab) => {
      const [port = 0] = await findFreePorts(1);
      await lab.listen(createServer(lab.note(answerWell)), port, '127.0.0.8');
      const runIn = useHosts(lab, '127.0.0.1 localhost\n127.0.0.7 moving.example\n');
      return {
        gateway: { group: `server moving.example:${port};`, location: 'proxy_pass http://app;' },
        runIn,
        afterStart: async () =>
          writeFileSync(join(lab.dir, 'hosts'), '127.0.0.1 localhost\n127.0.0.8 moving.example\n'),
      };
    },
  }),
  ...['premature-close', 'connection-reset'].map((cause) =>
    defineFault({
      fault: `An app that ${cause === 'premature-close' ? 'closes' : 'resets'} idle connections before nginx does`,
      cause,
      changes: [/close idle ones sooner/],
      arrange: async (lab) => {
        const port = await lab.startRaw(serveUntilIdle(cause === 'premature-close'));
        return {
          gateway: {
            group: `server 127.0.0.1:${port};\nkeepalive 16;`,
            location:
              'proxy_http_version 1.1;\nproxy_set_header Connection "";\nproxy_set_header Host $host;\nproxy_pass http://app;',
          },
          isHttp: false,
          send: async (client) => {
            const first = await client.askAtOnce(8, { method: 'POST', bodyBytes: 10 });
            await new Promise((resolve) => setTimeout(resolve, 5_300));
            return [...first, ...(await client.askAtOnce(8, { method: 'POST', bodyBytes: 10 }))];
          },
        };
      },
    }),
  ),
  defineFault({
    fault: 'HTTP to a port that speaks TLS and hangs up',
    cause: 'premature-close',
    changes: [/If it speaks TLS/],
    arrange: async (lab) => {
      const port = await lab.startTlsApp(makeCertificate(lab, 'app.example'));
      return { gateway: { group: `server 127.0.0.1:${port};`, location: 'proxy_pass http://app/app;' } };
    },
  }),
  defineFault({
    fault: 'Chunked uploads to an app that needs a length',
    cause: 'premature-close',
    changes: [/request buffering is off and only uploads fail/],
    arrange: async (lab) => {
      const port = await lab.startApp((request, response) => {
        if (request.headers['content-length'] === undefined) request.socket.end();
        else answerWell(request, response);
      });
      return {
        gateway: {
          group: `server 127.0.0.1:${port} max_fails=0;`,
          location: 'proxy_request_buffering off;\nproxy_http_version 1.1;\nproxy_pass http://app;',
        },
        send: (client) =>
          client.askInTurn(8, {
            method: 'POST',
            bodyBytes: 4_000,
            isChunked: true,
            slowly: { parts: 2, everyMs: 50 },
          }),
      };
    },
  }),
  defineFault({
    fault: 'Two servers, one answer in six cut off, all set aside each time',
    cause: 'no-live-upstreams',
    changes: [/stop ejecting them/],
    arrange: async (lab) => {
      let count = 0;
      const startFlaky = () =>
        lab.startApp((request, response) => {
          count += 1;
          if (count % 6 === 0) request.socket.end();
          else answerWell(request, response);
        });
      const ports = [await startFlaky(), await startFlaky()];
      return {
        gateway: {
          group: ports.map((port) => `server 127.0.0.1:${port};`).join('\n'),
          // Retries would save some, and set the second server aside as well.
          location: 'proxy_next_upstream off;\nproxy_pass http://app;',
        },
        send: (client) => client.askInTurn(60),
        leftover: 10,
      };
    },
  }),
  defineFault({
    fault: 'A server that is full, by max_conns',
    cause: 'no-live-upstreams',
    changes: [/max_conns is set lower/],
    arrange: async (lab) => {
      const port = await lab.startApp((request, response) => {
        setTimeout(() => answerWell(request, response), 300);
      });
      return {
        gateway: {
          group: `zone app 64k;\nserver 127.0.0.1:${port} max_conns=2;`,
          location: 'proxy_pass http://app;',
        },
        send: (client) => client.askAtOnce(12),
      };
    },
  }),
  defineFault({
    fault: 'A variable without a resolver',
    cause: 'bad-upstream-config',
    changes: [/needs a resolver/],
    arrange: async (lab) => {
      const port = await lab.startApp();
      return {
        gateway: {
          location: `set $backend app.example;\nproxy_pass http://$backend:${port};`,
        },
        fill: { RESOLVER: await startDns(lab, ['127.0.0.1']) },
      };
    },
  }),
  defineFault({
    fault: 'A DNS server that does not answer',
    cause: 'dns-timeout',
    changes: [/Name a second server/],
    arrange: async (lab) => {
      const port = await lab.startApp();
      const silent = await startSilentDns(lab);
      return {
        gateway: {
          http: `resolver ${silent};\nresolver_timeout 8s;`,
          location: `set $backend app.example;\nproxy_pass http://$backend:${port};`,
        },
        // Every name is asked for from both servers in turn, the next one after five seconds.
        fill: { RESOLVER2: await startDns(lab, ['127.0.0.1']), '127.0.0.1 ': `${silent} `, RESOLVER: silent },
        send: (client) => client.askAtOnce(6),
      };
    },
  }),
];
/** Answers until a connection has been idle for five seconds; then it is gone as the next request arrives. */
const serveUntilIdle = (closes) => (socket) => {
  let answeredAt = Date.now();
  socket.on('data', () => {
    if (Date.now() - answeredAt < 5_000) {
      answeredAt = Date.now();
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nso\n');
    } else if (closes) socket.end();
    else socket.resetAndDestroy();
  });
};
/** Runs nginx where names have these addresses. */
function useHosts(lab, hosts) {
  const path = join(lab.dir, 'hosts');
  writeFileSync(path, hosts);
  return ['unshare', '-m', 'sh', '-c', `mount --bind ${path} /etc/hosts && exec "$@"`, 'sh'];
}
