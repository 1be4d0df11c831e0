import { grepGatewayConfig, runOnGateway } from '../advice/commands.js';
import { act, change, look } from '../advice/fix-step.js';
import { defineCause } from '../cause.js';
/** The unix socket exists, but the gateway may not use it. */
export const socketPermission = defineCause({
  id: 'socket-permission',
  class: 'config',
  title: 'No permission on the unix socket',
  meaning:
    'The gateway may not use the unix socket: its user may not write to it or enter a directory on its path, or SELinux forbids it. The service behind it is most likely fine.',
  explains: ({ symptom, phase, socket }) =>
    symptom === 'EACCES' && phase === 'connecting' && socket === 'unix',
  emptiesGroup: true,
  fixes: {
    nginx: (facts) => [
      look('upstream', 'See owner and mode of every directory on the path', `namei -l ${facts.socket}`),
      look('gateway', 'See which user nginx runs as', grepGatewayConfig(facts, '^ *user ')),
      facts.surroundings.runtime === 'php-fpm' &&
        change(
          'upstream',
          'Let the user of nginx own the socket: in the pool file',
          'listen.owner = NGINX_USER',
          { undo: 'Set the former owner, and restart the pool.' },
        ),
      facts.surroundings.runtime !== 'php-fpm' &&
        facts.surroundings.place !== 'kubernetes' &&
        facts.surroundings.place !== 'docker' &&
        act(
          'gateway',
          'Add the user of nginx to the group of the socket, and restart nginx',
          'usermod -aG SOCKET_GROUP NGINX_USER && systemctl restart nginx',
        ),
      look(
        'gateway',
        'If the modes are right, look for SELinux or AppArmor',
        "journalctl -k --since -1h | grep -iE 'apparmor|avc'",
      ),
    ],
    envoy: (facts) => [
      look(
        'gateway',
        'See owner and mode of the socket, and the user of Envoy',
        runOnGateway(facts, `id; ls -ld ${facts.socket}`),
      ),
      facts.surroundings.place === 'kubernetes' &&
        change('upstream', 'Let both containers share a group', 'securityContext: {fsGroup: 1337}', {
          sideEffect: 'Restarts the pods.',
          undo: 'Remove it.',
        }),
      change('upstream', 'Let the app create its socket with write permission for that group', 'umask 0007', {
        undo: 'Set the former mask.',
      }),
    ],
  },
  avoid: [
    'Do not chmod to 777: every account on the machine could then talk to the application.',
    'Do not run workers as root, and do not leave SELinux disabled: add the missing rule instead.',
  ],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 08:40:00 [crit] 812#812: *77 connect() to unix:/run/php/php8.3-fpm.sock failed (13: Permission denied) while connecting to upstream, client: 198.51.100.80, server: wiki.example, request: "GET /index.php HTTP/1.1", upstream: "fastcgi://unix:/run/php/php8.3-fpm.sock:", host: "wiki.example"',
    },
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T08:40:00.700Z] "GET /render HTTP/1.1" 503 UF upstream_reset_before_response_started{remote_connection_failure|immediate_connect_error:_Permission_denied} - "immediate_connect_error:_Permission_denied" 0 168 0 - "-" "curl/8.9.1" "23344556-6778-4889-a3b4-c5d6e7f8091a" "render.example" "/run/render/app.sock" render - 198.51.100.3:8080 192.0.2.91:40220 - default',
    },
  ],
});
