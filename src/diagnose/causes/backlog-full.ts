import { defineCause } from '../cause.js';

/** Unix sockets only: the listen queue is full. */
export const backlogFull = defineCause({
  id: 'backlog-full',
  class: 'overload',
  title: 'Unix socket queue is full',
  meaning:
    'The listen queue of the unix socket is full because every worker of the service is busy. The service is running, but it is too slow or too small for the load.',
  explains: ({ symptom, phase }) => symptom === 'EAGAIN' && phase === 'connecting',
  emptiesGroup: true,
  fixes: {
    nginx: ({ socket }) => [
      {
        text: 'See how many connections wait (Recv-Q) and how many are allowed to (Send-Q)',
        command: `ss -xl | grep -F '${socket}'`,
      },
      {
        text: 'Find out what the workers are doing',
        command: "grep -rE 'max_children|slow' /var/log/php*fpm* | tail; journalctl -u UNIT -n 50 --no-pager",
      },
      { text: 'Add workers if memory allows', command: 'pm.max_children = 40' },
      {
        text: 'Then raise the backlog in the service and in the kernel',
        command: 'sysctl -w net.core.somaxconn=1024; grep -rn listen.backlog /etc/php*',
      },
      {
        text: 'Limit requests to what the service can handle',
        command:
          'limit_req_zone $binary_remote_addr zone=perip:10m rate=20r/s; limit_req zone=perip burst=20 nodelay;',
      },
    ],
    envoy: ({ socket }) => [
      {
        text: 'See how many connections wait (Recv-Q) and how many are allowed to (Send-Q)',
        command: `kubectl exec POD -n NS -- ss -xl | grep -F '${socket}'`,
      },
      {
        text: 'Find out what the workers of the app are doing',
        command: 'kubectl logs POD -n NS --since=10m | tail -50; kubectl top pod POD -n NS --containers',
      },
      { text: 'Add workers or replicas', command: 'kubectl scale deployment DEPLOYMENT -n NS --replicas=4' },
      {
        text: 'Limit requests to what the service can handle',
        command: 'circuit_breakers: {thresholds: [{max_requests: 64, max_pending_requests: 64}]}',
      },
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
