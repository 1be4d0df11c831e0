import { defineCause } from '../cause.js';

/** A worker has no free connection slot. */
export const workerConnections = defineCause({
  id: 'worker-connections',
  class: 'gateway-resources',
  title: 'Gateway worker is out of connections',
  meaning:
    'A gateway worker has no free connection slot; a proxied request needs two, and idle clients keep theirs. Clients get a 500 or a closed connection, and the upstream was not contacted.',
  explains: ({ symptom }) => symptom === 'connections-full',
  isShared: true,
  isUsedUpByWaiting: true,
  fixes: {
    nginx: () => [
      {
        text: 'Check whether a slow upstream holds the connections: that is then the real cause',
        command: "grep -c 'upstream timed out' /var/log/nginx/error.log; ss -s",
      },
      {
        text: 'See the current limit',
        command: "nginx -T 2>/dev/null | grep -nE 'worker_(connections|processes|rlimit_nofile)'",
      },
      {
        text: 'Raise the limit, and the descriptor limit to match',
        command: 'worker_rlimit_nofile 32768; events { worker_connections 16384; }',
      },
      { text: 'Close idle client connections sooner', command: 'keepalive_timeout 15s;' },
    ],
    envoy: () => [
      {
        text: 'Envoy has no such slots: check whether its connection limits were reached',
        command: "curl -s localhost:9901/stats | grep -E '(cx_overflow|connection_limit|global_cx)'",
      },
      {
        text: 'Check whether a slow upstream holds the connections',
        command: `curl -s localhost:9901/clusters | awk -F:: '$3 == "rq_active" {print $4, $1}' | sort -rn | head`,
      },
      {
        text: 'Close idle client connections sooner',
        command: 'common_http_protocol_options: {idle_timeout: 60s}',
      },
    ],
  },
  avoid: ['Do not only raise the number: if an upstream became slow, the new slots fill up as well.'],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 10:15:20 [alert] 2411#2411: *300999 1024 worker_connections are not enough while connecting to upstream, client: 203.0.113.191, server: shop.example, request: "GET /cart HTTP/1.1", upstream: "http://192.0.2.17:8080/cart", host: "shop.example"',
    },
    {
      gateway: 'nginx-error',
      record: '2026/11/22 10:15:21 [alert] 2411#2411: 1024 worker_connections are not enough',
    },
  ],
});
