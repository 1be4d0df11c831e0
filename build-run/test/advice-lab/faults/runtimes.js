import { defineFault } from '../fault.js';
import { startGunicorn } from '../runtimes/gunicorn.js';
import { startNodeApp } from '../runtimes/node-app.js';
import { startPhp } from '../runtimes/php-fpm.js';
import { startUwsgi } from '../runtimes/uwsgi.js';
/** Faults of application servers, which their own settings cure. */
export const runtimeFaults = [
  defineFault({
    fault: 'PHP sends a response header of 9 kB',
    cause: 'header-too-big',
    needs: ['php-fpm'],
    changes: [/Enlarge the buffer/],
    arrange: async (lab) => {
      await startPhp(lab, "<?php header('X-Big: '.str_repeat('x', 9000)); echo 'so';");
      return { gateway: { location: passToPhp(lab) }, isHttp: false };
    },
  }),
  defineFault({
    fault: 'HTTP to the socket of PHP-FPM',
    cause: 'connection-reset',
    needs: ['php-fpm'],
    changes: [/PHP-FPM was asked in HTTP/],
    arrange: async (lab) => {
      const { socket } = await startPhp(lab, "<?php echo 'so';");
      return { gateway: { location: `proxy_pass http://unix:${socket}:/;` }, isHttp: false };
    },
  }),
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
    fault: 'A full queue of PHP-FPM',
    cause: 'backlog-full',
    needs: ['php-fpm'],
    changes: [/Allow a queue of at least this/],
    arrange: async (lab) => {
      const php = await startPhp(lab, '<?php usleep(50000);', {
        'listen.backlog': '4',
        'pm.max_children': '2',
      });
      return {
        gateway: { location: passToPhp(lab) },
        isHttp: false,
        typeUpstream: php.type,
        send: (client) => client.askAtOnce(60),
      };
    },
  }),
  defineFault({
    fault: 'More requests than the children of PHP-FPM serve, until its queue is full',
    cause: 'backlog-full',
    needs: ['php-fpm'],
    changes: [/If all workers are busy/],
    arrange: async (lab) => {
      const php = await startPhp(lab, '<?php usleep(200000);', {
        'listen.backlog': '40',
        'pm.max_children': '2',
      });
      return {
        gateway: { location: passToPhp(lab) },
        isHttp: false,
        typeUpstream: php.type,
        send: (client) => client.askSteadily(150, 25),
      };
    },
  }),
  defineFault({
    fault: 'All children of PHP-FPM busy',
    cause: 'read-timeout',
    needs: ['php-fpm'],
    changes: [/If all workers are busy/],
    arrange: async (lab) => {
      const php = await startPhp(lab, '<?php usleep(300000);', { 'pm.max_children': '2' });
      return {
        gateway: { http: 'fastcgi_read_timeout 1s;', location: passToPhp(lab) },
        isHttp: false,
        typeUpstream: php.type,
        send: (client) => client.askAtOnce(30),
      };
    },
  }),
  defineFault({
    fault: 'PHP-FPM ends requests after a second (request_terminate_timeout)',
    cause: 'connection-reset',
    needs: ['php-fpm'],
    changes: [/it is the limit of the app/],
    arrange: async (lab) => {
      const php = await startPhp(lab, '<?php sleep(3);', {
        request_terminate_timeout: '1s',
        'pm.max_children': '6',
      });
      return {
        gateway: { location: passToPhp(lab) },
        isHttp: false,
        typeUpstream: php.type,
        send: (client) => client.askAtOnce(4),
      };
    },
  }),
  defineFault({
    fault: 'A socket of PHP-FPM that belongs to root alone',
    cause: 'socket-permission',
    needs: ['php-fpm'],
    changes: [/Let the user of nginx own the socket/],
    arrange: async (lab) => {
      const php = await startPhp(lab, "<?php echo 'so';", { 'listen.owner': 'root', 'listen.mode': '0660' });
      return {
        gateway: { location: passToPhp(lab) },
        isHttp: false,
        typeUpstream: php.type,
        fill: { NGINX_USER: 'nobody' },
      };
    },
  }),
  defineFault({
    fault: 'The socket of another version of PHP',
    cause: 'socket-missing',
    needs: ['php-fpm'],
    changes: [/If it listens on another path/],
    arrange: async (lab) => {
      const { socket } = await startPhp(lab, "<?php echo 'so';");
      return {
        gateway: { location: passToPhp(lab).replace('php8-fpm.sock', 'php7.4-fpm.sock') },
        isHttp: false,
        fill: { POOL_SOCKET: socket },
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
const passToPhp = (lab) =>
  `include fastcgi_params;\nfastcgi_param SCRIPT_FILENAME ${lab.dir}/app;\nfastcgi_pass unix:${lab.dir}/php8-fpm.sock;`;
const passToUwsgi = (socket) => `include uwsgi_params;\nuwsgi_pass unix:${socket};`;
