import {
  askEnvoy,
  grepGatewayConfig,
  grepGatewayLog,
  readEnvoyStats,
  readUpstreamLog,
} from '../advice/commands.js';
import { look } from '../advice/fix-step.js';
import { defineCause } from '../cause.js';
/** A service that the gateway calls before it passes a request on failed. */
export const gatewayDependency = defineCause({
  id: 'gateway-dependency',
  class: 'gateway-policy',
  title: 'A service the gateway depends on failed',
  meaning:
    'A service that the gateway calls before it passes a request on, for authorization, rate limits or processing, failed or was too slow. The upstream of the request was most likely not contacted.',
  explains: ({ symptom }) => symptom === 'dependency-failed',
  fixes: {
    nginx: (facts) => [
      look(
        'gateway',
        'Find the failed subrequest just before this in the log',
        `${grepGatewayLog(facts, 'subrequest:')} | tail -5`,
      ),
      look('gateway', 'See which service is called', grepGatewayConfig(facts, 'auth_request|mirror')),
      look('upstream', 'Read the log of that service', readUpstreamLog(facts)),
    ],
    envoy: (facts) => [
      look(
        'gateway',
        'See which service fails',
        readEnvoyStats(facts, '(ext_authz|ratelimit|ext_proc).*(error|timeout|failure)'),
      ),
      facts.surroundings.place === 'kubernetes' &&
        look(
          'cluster',
          'See whether its pods are ready',
          'kubectl get pods -A | grep -iE "authz|ratelimit|ext-proc"',
        ),
      look(
        'gateway',
        'See how long Envoy waits for it',
        askEnvoy(facts, 'config_dump', 'ext_authz|ratelimit|ext_proc|"timeout"'),
      ),
    ],
  },
  avoid: ['Do not let authorization fail open to get traffic through: everybody is let in.'],
  samples: [
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T10:50:00.500Z] "GET /account HTTP/2" 504 - ext_proc_error_per-message_timeout_exceeded - "-" 0 0 201 - "-" "Mozilla/5.0" "cddeeff0-0112-4233-84d5-6f708192a3b4" "account.example" "-" outbound|8080||account.users.svc.cluster.local - 198.51.100.3:8080 192.0.2.91:55400 - default',
    },
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T10:50:01.001Z] "GET /account HTTP/2" 500 RLSE rate_limiter_error - "-" 0 0 20 - "-" "Mozilla/5.0" "deeff001-1223-4344-95e6-708192a3b4c5" "account.example" "-" outbound|8080||account.users.svc.cluster.local - 198.51.100.3:8080 192.0.2.91:55402 - default',
    },
  ],
});
