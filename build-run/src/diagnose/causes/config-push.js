import {
  askEnvoy,
  grepGatewayLog,
  isIstio,
  nameProxy,
  readEnvoyStats,
  reloadGateway,
  testGatewayConfig,
} from '../advice/commands.js';
import { act, look } from '../advice/fix-step.js';
import { defineCause } from '../cause.js';
/** Configuration from the control plane is missing. */
export const configPush = defineCause({
  id: 'config-push',
  class: 'config',
  title: 'Control plane config did not arrive',
  meaning:
    'The gateway lacks configuration or a certificate that its control plane should have sent, or it rejected what it got. It keeps working with what it had, so this affects whatever is new, changed or has just started.',
  explains: ({ symptom }) => symptom === 'config-missing',
  fixes: {
    nginx: (facts) => [
      look(
        'gateway',
        'Test the configuration, and read the result of the last reload',
        testGatewayConfig(facts),
      ),
      facts.surroundings.place === 'kubernetes' &&
        look(
          'cluster',
          'Read what the controller logs about its last sync',
          `${grepGatewayLog(facts, 'rror|reload')} | tail -20`,
        ),
      facts.surroundings.place === 'kubernetes' &&
        look(
          'cluster',
          'See whether the controller reaches the API server',
          'kubectl get events -A --sort-by=.lastTimestamp | tail -20',
        ),
      act('gateway', 'If the file on disk is right, reload it', reloadGateway(facts)),
    ],
    envoy: (facts) => [
      isIstio(facts)
        ? look('cluster', 'See which proxies are stale or not connected', 'istioctl proxy-status')
        : look('gateway', 'See what this proxy still waits for', askEnvoy(facts, 'init_dump')),
      isIstio(facts) &&
        look(
          'cluster',
          'See whether the control plane runs, and what it rejects',
          'kubectl logs -n istio-system deploy/istiod --since=10m | tail -50',
        ),
      look(
        'gateway',
        'Read the name of the rejected resource in the log of this proxy',
        `${grepGatewayLog(facts, 'rejected|stream.*closed')} | tail`,
      ),
      look(
        'gateway',
        'See which updates failed',
        readEnvoyStats(facts, 'update_(rejected|failure)|connected_state'),
      ),
      isIstio(facts) &&
        look(
          'cluster',
          'If a secret is missing, see which one',
          `istioctl proxy-config secret ${nameProxy(facts)}`,
        ),
    ],
  },
  avoid: [
    'Do not restart proxies while the control plane is down: running ones have their last good configuration, new ones start with nothing.',
  ],
  samples: [
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T09:20:00.020Z] "GET /balance HTTP/1.1" 503 UF upstream_reset_before_response_started{local_connection_failure|TLS_error:_Secret_is_not_supplied_by_SDS} - "TLS_error:_Secret_is_not_supplied_by_SDS" 0 164 0 - "-" "curl/8.9.1" "45566778-899a-4aab-85d6-e7f8091a2b3c" "bank.example" "198.51.100.62:8443" outbound|8443||core.bank.svc.cluster.local - 198.51.100.3:8443 192.0.2.91:54666 - default',
    },
    {
      gateway: 'envoy-app',
      record:
        '[2026-11-22 09:21:07.410][1][warning][config] [./source/extensions/config_subscription/grpc/grpc_subscription_impl.cc:130] gRPC config: initial fetch timed out for type.googleapis.com/envoy.config.listener.v3.Listener',
    },
  ],
});
