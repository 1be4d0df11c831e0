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
    nginx: () => [
      {
        text: 'Check whether the last reload was refused',
        command: "nginx -t; grep -F '[emerg]' /var/log/nginx/error.log | tail -5",
      },
      {
        text: 'In Kubernetes, read what the ingress controller logs about its last sync',
        command:
          'kubectl logs -n ingress-nginx deploy/ingress-nginx-controller --since=10m | grep -iE "error|reload"',
      },
      {
        text: 'Check whether the controller reaches the API server',
        command: 'kubectl get pods -n ingress-nginx; kubectl get events -n ingress-nginx',
      },
    ],
    envoy: () => [
      { text: 'See which proxies are stale or not connected', command: 'istioctl proxy-status' },
      {
        text: 'Check whether the control plane is running, and what it rejects',
        command:
          'kubectl get pods -n istio-system; kubectl logs -n istio-system deploy/istiod --since=10m | tail -50',
      },
      {
        text: 'Read the name of the rejected resource in the log of this proxy',
        command: "kubectl logs POD -n NS -c istio-proxy --since=10m | grep -E 'rejected|stream.*closed'",
      },
      { text: 'See what this proxy is still waiting for', command: 'curl -s localhost:9901/init_dump' },
      { text: 'If a secret is missing, see which one', command: 'istioctl proxy-config secret POD.NS' },
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
