import { askEnvoy, grepGatewayConfig, grepGatewayLog, readEnvoyStats } from '../advice/commands.js';
import { look } from '../advice/fix-step.js';
import { changeMain } from '../advice/settings.js';
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
      changeMain(
        facts,
        {
          text: 'Raise the limit, if it is lower',
          place: 'in the events block that is there',
          command: 'worker_connections 16384;',
        },
        'max-worker-connections',
        '65536',
      ),
      changeMain(
        facts,
        {
          text: 'Each takes two descriptors: allow as many, if it is fewer',
          place: 'at the top of nginx.conf',
          command: 'worker_rlimit_nofile 65535;',
        },
        'max-worker-open-files',
        '262144',
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
