import type { Cause } from '../cause.js';
import { serviceOf } from '../fix-target.js';

/** The gateway knows no route, or no cluster of that name. */
export const noRoute: Cause = {
  id: 'no-route',
  class: 'config',
  title: 'No route or cluster for the request',
  meaning:
    'The gateway has no route for the request, or the route names a cluster that it does not have. The upstream may be perfectly well; this gateway has not been told about it.',
  explains: ({ symptom }) => symptom === 'no-route',
  fixes: {
    nginx: () => [
      {
        say: 'See which server and location take this host and path',
        type: "nginx -T 2>/dev/null | grep -nE 'server_name|location'",
      },
      {
        say: 'See whether the last reload was refused, so that the old configuration still serves',
        type: "nginx -t; grep -F '[emerg]' /var/log/nginx/error.log | tail -5",
      },
      {
        say: 'With ingress-nginx, see whether the ingress was accepted',
        type: 'kubectl get ingress -A; kubectl get events -A --field-selector reason=Sync',
      },
    ],
    envoy: (upstream) => [
      {
        say: 'Compare the routes of this proxy with the clusters it has',
        type: `istioctl proxy-config cluster POD.NS | grep -F '${upstream.name}'; istioctl proxy-config route POD.NS`,
      },
      {
        say: 'Let Istio name missing subsets, hosts and ports',
        type: `istioctl analyze -n ${serviceOf(upstream).namespace}`,
      },
      { say: 'See whether this proxy has the latest configuration', type: 'istioctl proxy-status' },
      { say: 'If it came in a short burst at a rollout, make subsets first and route to them second' },
      {
        say: 'See whether a Sidecar or exportTo hides the service from this namespace',
        type: "kubectl get sidecar -A -o yaml | grep -n -A6 'egress'",
      },
    ],
  },
  avoid: [
    'Do not restart the gateway to refresh it: compare routes with clusters first, or the difference is gone before anybody saw it.',
  ],
  samples: [
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T09:10:00.313Z] "GET /beta HTTP/1.1" 503 NC cluster_not_found - "-" 0 0 0 - "-" "curl/8.9.1" "34455667-7889-499a-b4c5-d6e7f8091a2b" "shop.example" "-" outbound|8080|beta|web.shop.svc.cluster.local - 198.51.100.3:8080 192.0.2.91:54555 - default',
    },
  ],
};
