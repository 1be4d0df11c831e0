import {
  askEnvoy,
  grepGatewayConfig,
  isIstio,
  nameProxy,
  runOnGateway,
  selectGatewayPod,
} from '../advice/commands.js';
import { changeEnvoySetting } from '../advice/envoy-settings.js';
import { look } from '../advice/fix-step.js';
import { defineCause } from '../cause.js';
/** The gateway could not allocate memory. */
export const gatewayMemory = defineCause({
  id: 'gateway-memory',
  class: 'gateway-resources',
  title: 'Gateway ran out of memory',
  meaning:
    'The gateway could not allocate memory or socket buffers. The upstream did not fail, and if the shortage goes on, the kernel usually kills the gateway next.',
  explains: ({ symptom }) => symptom === 'ENOMEM' || symptom === 'ENOBUFS',
  isShared: true,
  fixes: {
    nginx: (facts) => [
      look(
        'gateway',
        'See which processes use the memory',
        `${runOnGateway(facts, 'free -m; ps -eo pid,rss,args --sort=-rss')} | head`,
      ),
      look(
        'gateway',
        'See whether a limit was reached',
        runOnGateway(facts, 'cat /sys/fs/cgroup/memory.events'),
      ),
      look(
        'gateway',
        'Look for old workers: after many reloads they hold memory',
        `${runOnGateway(facts, 'ps -o pid,etime,rss,args -C nginx')} | grep shutting`,
      ),
      look(
        'gateway',
        'If the record names a shared memory zone, see its size',
        grepGatewayConfig(facts, 'zone'),
      ),
    ],
    envoy: (facts) => [
      look('gateway', 'See how much memory Envoy uses', askEnvoy(facts, 'memory')),
      facts.surroundings.place === 'kubernetes' &&
        look(
          'cluster',
          'Compare it with the limit of its container',
          `kubectl describe pod ${selectGatewayPod(facts, null)} | grep -A3 Limits`,
        ),
      isIstio(facts) &&
        look(
          'cluster',
          'See whether it knows far more clusters than it calls',
          `istioctl proxy-config cluster ${nameProxy(facts)} | wc -l`,
        ),
      changeEnvoySetting(facts, 'Limit what one connection may buffer', 'buffer-limit'),
    ],
  },
  avoid: [
    'Do not add swap to a busy gateway: it then answers late instead of not at all, and everything times out.',
  ],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 10:25:02 [emerg] 2411#2411: *301400 malloc(65536) failed (12: Cannot allocate memory) while reading response header from upstream, client: 203.0.113.194, server: shop.example, request: "GET /cart HTTP/1.1", upstream: "http://192.0.2.17:8080/cart", host: "shop.example"',
    },
  ],
});
