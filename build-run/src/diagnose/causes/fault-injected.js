import { askEnvoy, grepGatewayConfig, isIstio, reloadGateway } from '../advice/commands.js';
import { act, look } from '../advice/fix-step.js';
import { defineCause } from '../cause.js';
/** A fault injection rule failed the request on purpose. */
export const faultInjected = defineCause({
  id: 'fault-injected',
  class: 'gateway-policy',
  title: 'Fault was injected on purpose',
  meaning:
    'The gateway failed the request on purpose because a fault injection rule told it to. Nothing is broken, unless the test was left running by mistake.',
  explains: ({ symptom }) => symptom === 'fault-injected',
  fixes: {
    nginx: (facts) => [
      look('gateway', 'Find the rule', grepGatewayConfig(facts, '_by_lua|js_content|split_clients')),
      act('gateway', 'Remove the rule, and reload', reloadGateway(facts)),
    ],
    envoy: (facts) => [
      isIstio(facts)
        ? look('cluster', 'Find the rule', "kubectl get virtualservice -A -o yaml | grep -n -A6 'fault:'")
        : look('gateway', 'Find the rule', askEnvoy(facts, 'config_dump', 'fault')),
      look('gateway', 'See whether it comes from a runtime value', askEnvoy(facts, 'runtime', 'fault')),
      act(
        'cluster',
        'Remove the rule where it was found',
        isIstio(facts) ? 'kubectl edit virtualservice NAME -n NS' : undefined,
      ),
    ],
  },
  avoid: ['Do not page the owners of the upstream: it never saw this request.'],
  samples: [
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T11:00:00.700Z] "GET /ratings/4 HTTP/1.1" 503 FI fault_filter_abort - "-" 0 18 0 - "-" "curl/8.9.1" "f0011223-3445-4566-b708-92a3b4c5d6e7" "ratings.example" "-" outbound|9080||ratings.books.svc.cluster.local - 198.51.100.3:9080 192.0.2.91:55600 - default',
    },
  ],
});
