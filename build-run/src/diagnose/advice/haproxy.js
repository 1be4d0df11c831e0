import { act, change, look } from './fix-step.js';
/** Steps on HAProxy. Its log names servers as `backend/server`; their addresses are in its runtime API. */
export const haproxyAdvice = {
  steps: ({ name }) => [
    showServers(name),
    readOwnMessages,
    look('gateway', 'See errors and retries of each server since the start', ask('show stat')),
  ],
  causes: {
    'connection-refused': ({ name }) => [
      showServers(name),
      look('upstream', 'On that server, check whether anything listens on the port', 'ss -ltnp'),
      look(
        'gateway',
        'If its line has ssl, test TLS: a failed handshake is logged as SC as well',
        'openssl s_client -connect HOST:PORT -brief </dev/null',
      ),
      logConnectionErrors,
    ],
    'connect-failed': ({ name }) => [
      showServers(name),
      look('gateway', 'Try the same connection from the gateway', 'nc -vz -w3 HOST PORT'),
      logConnectionErrors,
    ],
    'connect-timeout': ({ name }) => [
      showServers(name),
      look('gateway', 'Try the same connection from the gateway', 'nc -vz -w3 HOST PORT'),
      look(
        'upstream',
        'On that server, see whether its accept queue is full',
        'ss -ltn; nstat -az TcpExtListenOverflows',
      ),
      look(
        'gateway',
        'Compare the limit with the time of a healthy connection',
        grepConfig('timeout connect'),
      ),
    ],
    'no-live-upstreams': ({ name }) => [
      showServers(name),
      look(
        'gateway',
        'Read why the servers went down: a check that failed, or maintenance by hand',
        "journalctl -u haproxy --since -1h | grep -E 'is DOWN|is going DOWN|no server available'",
      ),
      look(
        'gateway',
        'See which check the servers have to pass',
        grepConfig('^backend|server |httpchk|http-check'),
      ),
      act(
        'gateway',
        'If a server is still in maintenance by mistake, put it back',
        ask(`set server ${name}/SERVER state ready`),
      ),
    ],
    'read-timeout': ({ name }) => [
      look('gateway', 'See which servers are slow, and how many requests each holds', ask('show stat')),
      look(
        'upstream',
        'Read the log of the application for that time',
        'journalctl -u APP_UNIT -n 100 --no-pager',
      ),
      look('gateway', 'See which limit applies', grepConfig('timeout server|timeout tunnel')),
      showServers(name),
    ],
    'premature-close': ({ name }) => [
      showServers(name),
      look(
        'upstream',
        'See whether the application was killed or crashed',
        "journalctl -k --since -1h | grep -iE 'killed process|segfault'",
      ),
      look('upstream', 'Read its last log lines', 'journalctl -u APP_UNIT -n 100 --no-pager'),
      look(
        'gateway',
        'Compare how long both sides keep idle connections',
        grepConfig('http-reuse|http-keep-alive|pool-purge-delay'),
      ),
    ],
    'malformed-response': () => [
      look(
        'gateway',
        'See the blocked response and where HAProxy stopped; no free bytes: it is too large',
        ask('show errors'),
      ),
      look('gateway', 'Look for a rule that denies responses', grepConfig('http-response (deny|return)')),
      look(
        'gateway',
        'If the header is too large, compare it with the buffer',
        grepConfig('tune.bufsize|tune.maxrewrite'),
      ),
    ],
    'circuit-open': ({ name }) => [
      look('gateway', 'See sessions, limit and queue of each server', ask('show stat')),
      look(
        'upstream',
        'See whether the application became slower just before',
        'journalctl -u APP_UNIT -n 100 --no-pager',
      ),
      look('gateway', 'See the limits in force', grepConfig('maxconn|maxqueue|timeout queue')),
      showServers(name),
    ],
    'gateway-returned': () => [
      look(
        'gateway',
        'Find the rule that answers with this status',
        grepConfig('http-request|errorfile|monitor fail'),
      ),
      look('gateway', 'See when the configuration was changed', 'ls -l --time-style=full-iso /etc/haproxy/'),
      look('gateway', 'See the lists and maps that rules use', ask('show acl; show map')),
    ],
    'worker-connections': () => [
      look('gateway', 'Compare current connections with the limit', ask('show info')),
      look('gateway', 'See the limits in force', grepConfig('maxconn|ulimit-n')),
      look(
        'gateway',
        'See which backend holds the connections: a slow one is then the real cause',
        ask('show stat'),
      ),
    ],
  },
};
/** Sends a command to the runtime API. */
function ask(command) {
  return `echo "${command}" | socat stdio /run/haproxy/admin.sock`;
}
function grepConfig(pattern) {
  return `grep -nE '${pattern}' /etc/haproxy/haproxy.cfg`;
}
function showServers(backend) {
  const scope = backend === 'NAME' ? '' : ` ${backend}`;
  return look(
    'gateway',
    'See address, state and last check of each server',
    ask(`show servers state${scope}`),
  );
}
const readOwnMessages = look(
  'gateway',
  'Read its messages about servers and checks',
  'journalctl -u haproxy --since -1h --no-pager | tail -50',
);
const logConnectionErrors = change(
  'gateway',
  'Log the error of the connection: add it to the end of log-format, and reload',
  'bc_err=%{+Q}[bc_err_str]',
  { undo: 'Remove the field, and reload.' },
);
