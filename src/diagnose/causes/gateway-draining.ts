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
    nginx: () => [
      {
        text: 'Check whether a reload or a rollout is under way',
        command:
          "grep -E 'gracefully|reconfiguring' /var/log/nginx/error.log | tail -5; ps -o pid,etime,args -C nginx",
      },
      { text: 'Check that the load balancer in front removes this gateway before it stops' },
      { text: 'Give running requests the time they need', command: 'worker_shutdown_timeout 60s;' },
    ],
    envoy: () => [
      {
        text: 'Check whether a rollout is under way',
        command: 'kubectl get pods -A | grep Terminating; kubectl rollout status deployment DEPLOYMENT -n NS',
      },
      {
        text: 'If there is no rollout, see who failed the health check manually',
        command: 'curl -s localhost:9901/server_info | grep \'"state"\'',
      },
      { text: 'If it was left like that, undo it', command: 'curl -s -X POST localhost:9901/healthcheck/ok' },
      {
        text: 'If requests still arrive during the drain, drain for longer',
        command: 'terminationDrainDuration: 30s',
      },
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
