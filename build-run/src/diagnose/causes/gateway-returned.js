import { askEnvoy, grepGatewayConfig, isIstio } from '../advice/commands.js';
import { look } from '../advice/fix-step.js';
import { defineCause } from '../cause.js';
/** A rule in the gateway configuration returned the status. */
export const gatewayReturned = defineCause({
  id: 'gateway-returned',
  class: 'gateway-policy',
  title: 'Status set by gateway configuration',
  meaning:
    'The gateway returned this status itself because a rule in its configuration says so. Nothing was tried and nothing failed; the only question is whether that rule should apply.',
  explains: ({ symptom }) => symptom === 'returned',
  fixes: {
    nginx: (facts) => [
      look('gateway', 'Find the rule', grepGatewayConfig(facts, 'return 50[0-9]')),
      look(
        'gateway',
        'See which server and location matched: host or path may be unexpected',
        grepGatewayConfig(facts, 'server_name|location|default_server'),
      ),
      look('gateway', 'If it is a maintenance page, ask who switched it on'),
    ],
    envoy: (facts) => [
      isIstio(facts)
        ? look(
            'cluster',
            'Find the rule',
            "kubectl get virtualservice -A -o yaml | grep -n -B8 'directResponse'",
          )
        : facts.surroundings.gateway === 'envoy-gateway'
          ? look(
              'cluster',
              'See whether the backends of the route were resolved',
              'kubectl get httproute -A -o yaml | grep -n -B2 -A6 ResolvedRefs',
            )
          : look('gateway', 'Find the rule', askEnvoy(facts, 'config_dump', 'direct_response')),
      look('gateway', 'If it is a maintenance page, ask who switched it on'),
    ],
  },
  avoid: ['Do not look for the fault in the upstream: it never saw this request.'],
  // No log line distinguishes it from other failures before the first attempt: only the configuration does.
  samples: [],
});
