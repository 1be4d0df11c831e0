import { askEnvoy, grepGatewayLog, isIstio } from '../advice/commands.js';
import { change, look } from '../advice/fix-step.js';
import { defineCause } from '../cause.js';
/** The gateway is shutting down or being taken out of service. */
export const gatewayDraining = defineCause({
  id: 'gateway-draining',
  class: 'gateway-policy',
  title: 'Gateway is draining',
  meaning:
    'The gateway is draining: it fails its health check on purpose so that balancers stop sending requests to it. It is part of a restart or a rollout, and not a fault in itself.',
  explains: ({ symptom }) => symptom === 'draining',
  fixes: {
    nginx: (facts) => [
      look(
        'gateway',
        'See whether a reload or a rollout is under way',
        `${grepGatewayLog(facts, 'gracefully|reconfiguring')} | tail -5`,
      ),
      look('gateway', 'Check that the balancer in front removes this gateway before it stops'),
      facts.surroundings.gateway !== 'ingress-nginx' &&
        change(
          'gateway',
          'Give running requests the time they need: at the top of nginx.conf',
          'worker_shutdown_timeout 60s;',
          { undo: 'Remove the line.' },
        ),
    ],
    envoy: (facts) => [
      facts.surroundings.place === 'kubernetes'
        ? look('cluster', 'See whether a rollout is under way', 'kubectl get pods -A | grep Terminating')
        : look('gateway', 'See its state', askEnvoy(facts, 'server_info', 'state')),
      look(
        'gateway',
        'If there is no rollout, see whether somebody failed the health check by hand',
        askEnvoy(facts, 'server_info', 'state'),
      ),
      isIstio(facts) &&
        change(
          'cluster',
          'If requests still arrive during the drain, drain for longer',
          'proxy.istio.io/config: {terminationDrainDuration: 30s}',
          { undo: 'Remove it.' },
        ),
    ],
  },
  avoid: [
    'Do not remove the health check: without it, the load balancer sends requests to a gateway that is gone.',
  ],
  samples: [
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T10:55:00.600Z] "GET /healthz HTTP/1.1" 503 LH health_check_failed - "-" 0 0 0 - "-" "probe/1.0" "eff00112-2334-4455-a6f7-8192a3b4c5d6" "gateway.example" "-" - - 198.51.100.3:8080 192.0.2.3:55500 - -',
    },
  ],
});
