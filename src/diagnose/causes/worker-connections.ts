import { defineCause } from '../cause.js';

/** Every slot of a worker is taken. */
export const workerConnections = defineCause({
  id: 'worker-connections',
  class: 'gateway-resources',
  title: 'Gateway worker has no connection left',
  meaning:
    'A worker of the gateway has no connection slot left; a proxied request needs two, and idle clients keep theirs. Clients get a 500 or a closed connection, and the upstream was not asked.',
  explains: ({ symptom }) => symptom === 'connections-full',
  isShared: true,
  fixes: {
    nginx: () => [
      {
        text: 'See whether a slow upstream holds the connections: that is then the real cause',
        command: "grep -c 'upstream timed out' /var/log/nginx/error.log; ss -s",
      },
      {
        text: 'See what is allowed now',
        command: "nginx -T 2>/dev/null | grep -nE 'worker_(connections|processes|rlimit_nofile)'",
      },
      {
        text: 'Allow more, with descriptors to match',
        command: 'worker_rlimit_nofile 32768; events { worker_connections 16384; }',
      },
      { text: 'Let idle clients go sooner', command: 'keepalive_timeout 15s;' },
    ],
    envoy: () => [
      {
        text: 'Envoy has no such slots: see whether its connection limits are reached',
        command: "curl -s localhost:9901/stats | grep -E '(cx_overflow|connection_limit|global_cx)'",
      },
      {
        text: 'See whether a slow upstream holds the connections',
        command: `curl -s localhost:9901/clusters | awk -F:: '$3 == "rq_active" {print $4, $1}' | sort -rn | head`,
      },
      { text: 'Let idle clients go sooner', command: 'common_http_protocol_options: {idle_timeout: 60s}' },
    ],
  },
  avoid: ['Do not only raise the number: if an upstream became slow, the next thousand slots fill as well.'],
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
