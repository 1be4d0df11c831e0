import { askEnvoy, readEnvoyStats, runOnGateway, selectGatewayPod } from '../advice/commands.js';
import { act, look } from '../advice/fix-step.js';
import { defineCause } from '../cause.js';
/** The gateway rejected the request to protect itself. */
export const gatewayOverload = defineCause({
  id: 'gateway-overload',
  class: 'gateway-resources',
  title: 'Gateway itself is overloaded',
  meaning:
    'The gateway rejected the request to protect itself because its own memory, CPU or connections reached a limit. The upstream was not contacted and may be idle.',
  explains: ({ symptom }) => symptom === 'overloaded',
  isShared: true,
  fixes: {
    nginx: (facts) => [
      look('gateway', 'See what the gateway is short of', `${runOnGateway(facts, 'top -b -n1')} | head -15`),
      look(
        'gateway',
        'See whether traffic has grown, and from whom',
        "awk '{print $1}' /var/log/nginx/access.log | sort | uniq -c | sort -rn | head",
      ),
      act('gateway', 'Add gateways, or CPU'),
    ],
    envoy: (facts) => [
      look('gateway', 'See which protection is active', readEnvoyStats(facts, 'overload')),
      look('gateway', 'See how much memory it uses', askEnvoy(facts, 'memory')),
      facts.surroundings.place === 'kubernetes' &&
        act(
          'cluster',
          'Add gateways',
          `kubectl scale deployment -n ${selectGatewayPod(facts, null).split(' ')[1]} GATEWAY --replicas=4`,
        ),
    ],
  },
  avoid: ['Do not remove the overload manager: without it, the kernel kills the whole gateway instead.'],
  samples: [
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T10:30:00.100Z] "GET /cart HTTP/2" 503 OM upstream_reset_before_response_started{overload_manager_reset} - "-" 0 95 812 - "-" "Mozilla/5.0" "9aabbccd-deef-4f00-81a2-3c4d5e6f7081" "shop.example" "192.0.2.17:8080" outbound|8080||web.shop.svc.cluster.local 192.0.2.91:43001 198.51.100.3:8080 192.0.2.91:55111 - default',
    },
  ],
});
