import { askEnvoy, grepGatewayConfig, grepGatewayLog, readEnvoyStats } from '../advice/commands.js';
import { change, look } from '../advice/fix-step.js';
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
    nginx: (facts) => [
      look(
        'gateway',
        'See whether a slow upstream holds the connections: that is then the cause',
        `${grepGatewayLog(facts, 'upstream timed out')} | wc -l`,
      ),
      look(
        'gateway',
        'See the limit',
        grepGatewayConfig(facts, 'worker_(connections|processes|rlimit_nofile)'),
      ),
      change(
        'gateway',
        'Raise it in the events block that is there, and worker_rlimit_nofile to twice that',
        'worker_connections 16384;',
        { undo: 'Set the former value, and reload.' },
      ),
    ],
    envoy: (facts) => [
      look(
        'gateway',
        'See which limit on connections was reached',
        readEnvoyStats(facts, 'cx_overflow|connection_limit|global_cx'),
      ),
      look(
        'gateway',
        'See whether a slow upstream holds the connections',
        askEnvoy(facts, 'clusters', 'rq_active'),
      ),
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
