import { readUpstreamLog } from '../advice/commands.js';
import { changeEnvoySetting } from '../advice/envoy-settings.js';
import { change, look } from '../advice/fix-step.js';
import { changeBacklog, changeWorkers } from '../advice/runtimes.js';
import { defineCause } from '../cause.js';
/** Unix sockets only: the listen queue is full. */
export const backlogFull = defineCause({
  id: 'backlog-full',
  class: 'overload',
  title: 'Unix socket queue is full',
  meaning:
    'The listen queue of the unix socket is full: connections come faster than the service accepts them. Usually every worker is busy; a service that is stopped or stuck looks the same.',
  explains: ({ symptom, phase }) => symptom === 'EAGAIN' && phase === 'connecting',
  emptiesGroup: true,
  fixes: {
    nginx: (facts) => [
      look(
        'upstream',
        'See how many connections wait (Recv-Q) and how many may (Send-Q)',
        `ss -xl | grep -F '${facts.socket}'`,
      ),
      look(
        'upstream',
        'See what the workers do: slow calls, a dependency, too few of them',
        readUpstreamLog(facts, 50),
      ),
      changeBacklog(facts),
      changeWorkers(facts),
      change(
        'upstream',
        'The kernel caps every queue when the app opens it: raise a lower cap, restart the app',
        '[ $(sysctl -n net.core.somaxconn) -lt 4096 ] && sysctl -w net.core.somaxconn=4096',
        { undo: 'Set the former value.' },
      ),
    ],
    envoy: (facts) => [
      look(
        'upstream',
        'See how many connections wait (Recv-Q) and how many may (Send-Q)',
        `ss -xl | grep -F '${facts.socket}'`,
      ),
      look('upstream', 'See what the workers of the app do', readUpstreamLog(facts, 50)),
      changeEnvoySetting(
        facts,
        'Limit requests to what the service can handle',
        'connection-limits',
        'Requests beyond it fail at once with 503.',
      ),
    ],
  },
  avoid: [
    'Do not just lengthen the queue: requests then wait longer, and no more of them get done.',
    'Do not change gateway timeouts: the gateway does not wait here at all.',
  ],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 09:31:02 [error] 812#812: *140 connect() to unix:/run/php/php8.3-fpm.sock failed (11: Resource temporarily unavailable) while connecting to upstream, client: 198.51.100.90, server: wiki.example, request: "GET /index.php HTTP/1.1", upstream: "fastcgi://unix:/run/php/php8.3-fpm.sock:", host: "wiki.example"',
    },
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T09:31:02.541Z] "GET /render HTTP/1.1" 503 UF upstream_reset_before_response_started{remote_connection_failure|immediate_connect_error:_Resource_temporarily_unavailable} - "immediate_connect_error:_Resource_temporarily_unavailable" 0 183 0 - "-" "curl/8.9.1" "56677889-9aab-4bbc-96e7-f8091a2b3c4d" "render.example" "/run/render/app.sock" render - 198.51.100.3:8080 192.0.2.91:40333 - default',
    },
  ],
});
