import { defineFault } from '../fault.js';
import { startGunicorn } from '../runtimes/gunicorn.js';
import { startNodeApp } from '../runtimes/node-app.js';
import { startUwsgi } from '../runtimes/uwsgi.js';

/** Faults of application servers, which their own settings cure. */
export const runtimeFaults = [
  defineFault({
    fault: 'HTTP to the socket of uWSGI',
    cause: 'premature-close',
    needs: ['uwsgi'],
    changes: [/uWSGI was asked in HTTP/],
    arrange: async (lab) => {
      const { socket } = await startUwsgi(lab, {});
      return { gateway: { location: `proxy_pass http://unix:${socket}:/;` }, isHttp: false };
    },
  }),
  defineFault({
    fault: 'A cookie of 6 kB to uWSGI',
    cause: 'connection-reset',
    needs: ['uwsgi'],
    changes: [/enlarge the header buffer of uWSGI/],
    arrange: async (lab) => {
      const uwsgi = await startUwsgi(lab, {});
      return {
        gateway: { location: passToUwsgi(uwsgi.socket) },
        isHttp: false,
        typeUpstream: uwsgi.type,
        send: (client) => client.askInTurn(8, { headers: { cookie: `a=${'x'.repeat(6_000)}` } }),
      };
    },
  }),
  defineFault({
    fault: 'uWSGI ends requests after a second (harakiri)',
    cause: 'premature-close',
    needs: ['uwsgi'],
    changes: [/it is the limit of the app/],
    arrange: async (lab) => {
      const uwsgi = await startUwsgi(lab, { harakiri: '1', processes: '4' }, 2.5);
      return {
        gateway: { location: passToUwsgi(uwsgi.socket) },
        isHttp: false,
        typeUpstream: uwsgi.type,
        send: (client) => client.askAtOnce(4),
      };
    },
  }),
  defineFault({
    fault: 'A full queue of uWSGI',
    cause: 'backlog-full',
    needs: ['uwsgi'],
    changes: [/Allow a queue of at least this/],
    arrange: async (lab) => {
      const uwsgi = await startUwsgi(lab, { listen: '4', processes: '1' }, 0.05);
      return {
        gateway: { location: passToUwsgi(uwsgi.socket) },
        isHttp: false,
        typeUpstream: uwsgi.type,
        send: (client) => client.askAtOnce(40),
      };
    },
  }),
  defineFault({
    fault: 'All processes of uWSGI busy',
    cause: 'read-timeout',
    needs: ['uwsgi'],
    changes: [/If all workers are busy/],
    arrange: async (lab) => {
      const uwsgi = await startUwsgi(lab, { processes: '1' }, 0.4);
      return {
        gateway: { http: 'uwsgi_read_timeout 1s;', location: passToUwsgi(uwsgi.socket) },
        isHttp: false,
        typeUpstream: uwsgi.type,
        send: (client) => client.askAtOnce(10),
      };
    },
  }),
  defineFault({
    fault: 'gunicorn ends its worker after two seconds',
    cause: 'premature-close',
    needs: ['gunicorn'],
    changes: [/it is the limit of the app/],
    arrange: async (lab) => {
      const gunicorn = await startGunicorn(lab, { '--timeout': '2', '--workers': '3' }, 3.5);
      return {
        gateway: { location: `proxy_pass http://unix:${gunicorn.socket}:/;` },
        isHttp: false,
        typeUpstream: gunicorn.type,
        send: (client) => client.askAtOnce(3),
      };
    },
  }),
  defineFault({
    fault: 'A full queue of gunicorn',
    cause: 'backlog-full',
    needs: ['gunicorn'],
    changes: [/Allow a queue of at least this/],
    arrange: async (lab) => {
      const gunicorn = await startGunicorn(lab, { '--backlog': '4' }, 0.05);
      return {
        gateway: { location: `proxy_pass http://unix:${gunicorn.socket}:/;` },
        isHttp: false,
        typeUpstream: gunicorn.type,
        send: (client) => client.askAtOnce(40),
      };
    },
  }),
  defineFault({
    fault: 'The only worker of gunicorn busy',
    cause: 'read-timeout',
    needs: ['gunicorn'],
    changes: [/If all workers are busy/],
    arrange: async (lab) => {
      const gunicorn = await startGunicorn(lab, {}, 0.4);
      return {
        gateway: { http: 'proxy_read_timeout 1s;', location: `proxy_pass http://unix:${gunicorn.socket}:/;` },
        isHttp: false,
        typeUpstream: gunicorn.type,
        send: (client) => client.askAtOnce(10),
      };
    },
  }),
  defineFault({
    fault: 'Slow uploads hold both workers of gunicorn, request buffering off',
    cause: 'read-timeout',
    needs: ['gunicorn'],
    changes: [/request buffering is off and uploads hold its workers/],
    arrange: async (lab) => {
      const gunicorn = await startGunicorn(lab, { '--workers': '2' }, 0.05);
      return {
        gateway: {
          http: 'proxy_read_timeout 1s;',
          location: `proxy_request_buffering off;\nproxy_http_version 1.1;\nproxy_pass http://unix:${gunicorn.socket}:/;`,
        },
        isHttp: false,
        typeUpstream: gunicorn.type,
        send: async (client) => {
          const slow = client.askAtOnce(2, {
            method: 'POST',
            bodyBytes: 4_000,
            slowly: { parts: 8, everyMs: 400 },
          });
          await new Promise((resolve) => setTimeout(resolve, 300));
          return [...(await client.askAtOnce(8, { method: 'POST', bodyBytes: 10 })), ...(await slow)];
        },
      };
    },
  }),
  defineFault({
    fault: 'Node closes an idle connection as the next request arrives',
    cause: 'connection-reset',
    changes: [/let the app keep idle ones longer/],
    arrange: async (lab) => {
      const app = await startNodeApp(lab);
      return {
        gateway: {
          group: `server unix:${app.socket};\nkeepalive 8;`,
          location:
            'proxy_http_version 1.1;\nproxy_set_header Connection "";\nproxy_set_header Host $host;\nproxy_pass http://app;',
        },
        isHttp: false,
        typeUpstream: app.type,
        send: app.send,
      };
    },
  }),
];

const passToUwsgi = (socket: string): string => `include uwsgi_params;\nuwsgi_pass unix:${socket};`;
