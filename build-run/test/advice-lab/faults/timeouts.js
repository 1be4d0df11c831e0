import { defineFault } from '../fault.js';
import { answerWell } from '../lab.js';
import { holdQueueFull } from '../sockets.js';
/** Upstreams that are slower than nginx waits. */
export const timeoutFaults = [
  defineFault({
    fault: 'A route slower than its read timeout',
    cause: 'read-timeout',
    changes: [/this one route is slow by nature, raise a lower timeout/],
    arrange: async (lab) => {
      const port = await lab.startApp(answerAfter(1_500));
      return {
        gateway: {
          http: 'proxy_read_timeout 1s;',
          group: `server 127.0.0.1:${port};`,
          location: 'proxy_pass http://app;',
        },
        send: (client) => client.askAtOnce(8),
      };
    },
  }),
  defineFault({
    fault: 'The same, where the location has a timeout of its own',
    cause: 'read-timeout',
    changes: [/this one route is slow by nature, raise a lower timeout/],
    arrange: async (lab) => {
      const port = await lab.startApp(answerAfter(1_500));
      return {
        gateway: {
          group: `server 127.0.0.1:${port};`,
          location: 'proxy_read_timeout 1s;\nproxy_pass http://app/app;',
        },
        send: (client) => client.askAtOnce(8),
      };
    },
  }),
  defineFault({
    fault: 'Idle websockets',
    cause: 'read-timeout',
    changes: [/streaming route|slow by nature/],
    arrange: async (lab) => {
      const port = await lab.startRaw((socket) => {
        socket.once('data', () => {
          socket.write(
            'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\ndata: 1\n\n',
          );
          setTimeout(() => socket.end('data: 2\n\n'), 1_500);
        });
      });
      return {
        gateway: {
          group: `server 127.0.0.1:${port};`,
          location: 'proxy_read_timeout 1s;\nproxy_pass http://app;',
        },
        send: (client) => client.askAtOnce(8),
        isHttp: false,
      };
    },
  }),
  defineFault({
    fault: 'Uploads that the app reads slowly',
    cause: 'send-timeout',
    changes: [/uploads are slow by nature/],
    arrange: async (lab) => {
      const port = await lab.startApp((request, response) => {
        setTimeout(() => answerWell(request, response), 1_600);
      });
      return {
        gateway: {
          http: 'proxy_send_timeout 1s;\nproxy_send_lowat 0;',
          group: `server 127.0.0.1:${port};`,
          location: 'proxy_pass http://app;',
        },
        send: (client) => client.askAtOnce(4, { method: 'POST', bodyBytes: 16 * 1024 * 1024 }),
      };
    },
  }),
  defineFault({
    fault: 'A dead server in a group of two',
    cause: 'connect-timeout',
    changes: [/retries reach another server sooner/],
    arrange: async (lab) => {
      const port = await lab.startApp();
      const deadPort = await holdQueueFull(lab);
      return {
        gateway: {
          group: `server 127.0.0.1:${deadPort} max_fails=0;\nserver 127.0.0.1:${port};`,
          // The default of 60 s would take too long here.
          http: 'proxy_connect_timeout 6s;',
          location: 'proxy_pass http://app;',
        },
        tooSlowMs: 4_500,
        send: (client) => client.askAtOnce(6),
      };
    },
  }),
];
const answerAfter = (ms) => (request, response) => void setTimeout(() => answerWell(request, response), ms);
