import { defineFault } from '../fault.js';
import { answerWell } from '../lab.js';
/** Answers that nginx does not take, and statuses that it passes on. */
export const answerFaults = [
  ...[5, 9, 20, 40].map((kilobytes) =>
    defineFault({
      fault: `A response header of ${kilobytes} kB`,
      cause: 'header-too-big',
      changes: [/Enlarge the buffer/],
      arrange: async (lab) => ({
        gateway: { group: `server 127.0.0.1:${await startBigHeader(lab, kilobytes)};`, location: pass },
      }),
    }),
  ),
  defineFault({
    fault: 'The same, where the location has buffers of its own',
    cause: 'header-too-big',
    changes: [/Enlarge the buffer/],
    arrange: async (lab) => ({
      gateway: {
        http: 'proxy_buffers 16 8k;',
        group: `server 127.0.0.1:${await startBigHeader(lab, 9)};`,
        location: `proxy_buffers 8 4k;\n${pass}`,
      },
    }),
  }),
  defineFault({
    fault: 'The same, where the location has small busy buffers',
    cause: 'header-too-big',
    changes: [/Enlarge the buffer/],
    arrange: async (lab) => ({
      gateway: {
        group: `server 127.0.0.1:${await startBigHeader(lab, 9)};`,
        location: `proxy_busy_buffers_size 8k;\n${pass}`,
      },
    }),
  }),
  ...[502, 503].map((status) =>
    defineFault({
      fault: `One of two hosts answers ${status}`,
      cause: status === 502 ? 'upstream-502' : 'upstream-503',
      changes: [/let nginx try another/],
      arrange: async (lab) => {
        const bad = await lab.startApp((request, response) => {
          request.resume();
          response.writeHead(status).end('no\n');
        });
        const good = await lab.startApp();
        return {
          gateway: {
            group: `server 127.0.0.1:${bad} max_fails=0;\nserver 127.0.0.1:${good};`,
            location: pass,
          },
        };
      },
    }),
  ),
];
const pass = 'proxy_pass http://app;';
const startBigHeader = (lab, kilobytes) =>
  lab.startApp((request, response) => {
    response.setHeader('Set-Cookie', `session=${'x'.repeat(kilobytes * 1_000)}`);
    answerWell(request, response);
  });
