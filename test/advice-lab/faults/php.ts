import { defineFault } from '../fault.js';
import type { Lab } from '../lab.js';
import { startPhp } from '../runtimes/php-fpm.js';

/** PHP-FPM behind nginx. */
export const phpFaults = [
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
];

const passToPhp = (lab: Lab): string =>
  `include fastcgi_params;\nfastcgi_param SCRIPT_FILENAME ${lab.dir}/app;\nfastcgi_pass unix:${lab.dir}/php8-fpm.sock;`;
