import { askEnvoy, findCrash, grepGatewayConfig, nameUnit, runOnGateway } from '../advice/commands.js';
import { change, look } from '../advice/fix-step.js';
import { namePassDirective } from '../advice/settings.js';
import { defineCause } from '../cause.js';
/** Unix sockets only: the file does not exist for the worker. */
export const socketMissing = defineCause({
  id: 'socket-missing',
  class: 'upstream-down',
  title: 'Unix socket does not exist',
  meaning:
    'The unix socket that the gateway connects to does not exist: the service never started, stopped and removed it, or creates it elsewhere. It is not about permissions: those cause a different error.',
  explains: ({ symptom, phase }) => phase === 'connecting' && (symptom === 'ENOENT' || symptom === 'ENOTDIR'),
  emptiesGroup: true,
  isOutage: true,
  looksCrashed: true,
  fixes: {
    nginx: (facts) => [
      look(
        'upstream',
        'See whether the service runs and has created its socket',
        facts.surroundings.place === 'kubernetes' || facts.surroundings.place === 'docker'
          ? runOnGateway(facts, `ls -l ${facts.socket}`)
          : `systemctl status ${nameUnit(facts)} --no-pager; ls -l ${facts.socket}`,
      ),
      look('gateway', 'Compare the paths on both sides', `ss -xlp; ${grepGatewayConfig(facts, 'unix:')}`),
      facts.surroundings.runtime === 'php-fpm' &&
        look(
          'upstream',
          'An upgrade of PHP changes the version in the path: see what the pool listens on',
          "grep -Rn '^listen *=' /etc/php*/",
        ),
      facts.surroundings.runtime === 'php-fpm' &&
        change(
          'gateway',
          `If it listens on another path, in its ${namePassDirective(facts)}, replace ${facts.socket} by`,
          'POOL_SOCKET',
          { undo: 'Write the former path again, and reload.' },
        ),
      facts.socket.startsWith('/tmp/') &&
        change(
          'upstream',
          'systemd gives units a /tmp of their own: move the socket to /run',
          'RuntimeDirectory=app',
          { undo: 'Remove it.' },
        ),
      facts.surroundings.place === 'docker' &&
        change('upstream', 'Share the directory of the socket between the containers, never the file'),
    ],
    envoy: (facts) => [
      look(
        'gateway',
        'See whether the path exists where Envoy runs',
        runOnGateway(facts, `ls -l ${facts.socket}`),
      ),
      look('upstream', 'See whether the service runs', findCrash(facts)),
      look('gateway', 'Compare it with the path in the cluster', askEnvoy(facts, 'config_dump', 'pipe|path')),
    ],
  },
  avoid: [
    'Do not create the file by hand: only a listening process creates a socket, and an empty file just causes another error.',
    'Do not chmod anything to 777: the path is missing, not protected.',
  ],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 03:11:40 [crit] 812#812: *19 connect() to unix:/run/php/php8.3-fpm.sock failed (2: No such file or directory) while connecting to upstream, client: 198.51.100.77, server: wiki.example, request: "GET /index.php?title=Main HTTP/1.1", upstream: "fastcgi://unix:/run/php/php8.3-fpm.sock:", host: "wiki.example"',
    },
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 03:11:44 [crit] 812#812: *23 connect() to unix:/srv/app.pid/app.sock failed (20: Not a directory) while connecting to upstream, client: 198.51.100.77, server: wiki.example, request: "GET /api HTTP/1.1", upstream: "http://unix:/srv/app.pid/app.sock:/api", host: "wiki.example"',
    },
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T03:11:40.002Z] "GET /render HTTP/1.1" 503 UF upstream_reset_before_response_started{remote_connection_failure|immediate_connect_error:_No_such_file_or_directory} - "immediate_connect_error:_No_such_file_or_directory" 0 176 0 - "-" "curl/8.9.1" "0a4bb1c2-70d5-4c0e-9a51-6a2f1c3d4e5f" "render.example" "/run/render/app.sock" render - 198.51.100.3:8080 192.0.2.91:40112 - default',
    },
  ],
});
