import { change, look } from './fix-step.js';
/** Steps on Caddy. Its admin API listens on localhost:2019 unless it is turned off. */
export const caddyAdvice = {
  steps: () => [showUpstreams, readOwnLog, grepConfig('reverse_proxy|php_fastcgi|handle_errors')],
  causes: {
    'connection-refused': ({ host, port }) => [
      look(
        'upstream',
        `Check whether anything listens on that port on ${host}`,
        `ss -ltnp 'sport = :${port}'`,
      ),
      showUpstreams,
      grepConfig('reverse_proxy|to '),
    ],
    'connect-timeout': ({ host, port }) => [
      look('gateway', 'Try the same connection from the gateway', `nc -vz -w3 ${host} ${port}`),
      look(
        'upstream',
        'On that server, see whether its accept queue is full',
        'ss -ltn; nstat -az TcpExtListenOverflows',
      ),
      grepConfig('dial_timeout'),
    ],
    'no-live-upstreams': () => [
      showUpstreams,
      look(
        'gateway',
        'Read why the upstreams are out: failed requests or checks before',
        "journalctl -u caddy --since -1h | grep -E 'http.log.error|health_checker' | tail -50",
      ),
      grepConfig('fail_duration|max_fails|health_uri|unhealthy_'),
    ],
    'read-timeout': () => [
      look(
        'upstream',
        'Read the log of the application for that time',
        'journalctl -u APP_UNIT -n 100 --no-pager',
      ),
      grepConfig('response_header_timeout|read_timeout|lb_try_duration'),
      showUpstreams,
    ],
    'premature-close': () => [
      look(
        'upstream',
        'See whether the application was killed or crashed',
        "journalctl -k --since -1h | grep -iE 'killed process|segfault'",
      ),
      look('upstream', 'Read its last log lines', 'journalctl -u APP_UNIT -n 100 --no-pager'),
      grepConfig('keepalive'),
    ],
    'dns-not-found': ({ host }) => [
      look('gateway', 'Look the name up as the gateway does', `getent hosts ${host}`),
      grepConfig('reverse_proxy|resolvers|dynamic'),
    ],
    unknown: () => [
      look(
        'gateway',
        'Read the errors of that second: the access log has no reason',
        'journalctl -u caddy --since -1h | grep http.log.error | tail -20',
      ),
      change(
        'gateway',
        'If access and error records go to different places, have both read: a global log block',
        'log { output file /var/log/caddy/caddy.log }',
        { undo: 'Remove the block, and reload.' },
      ),
    ],
  },
};
const showUpstreams = look(
  'gateway',
  'See each upstream with its requests and fails',
  'curl -s http://localhost:2019/reverse_proxy/upstreams',
);
const readOwnLog = look(
  'gateway',
  'Read its errors',
  'journalctl -u caddy --since -1h --no-pager | tail -50',
);
const grepConfig = (pattern) =>
  look('gateway', 'See the configuration in force', `grep -nE '${pattern}' /etc/caddy/Caddyfile`);
