import { defineCause } from '../cause.js';
import { parseKubernetesService } from '../fix-target.js';

/** The gateway knows no route, or no cluster of that name. */
export const noRoute = defineCause({
  id: 'no-route',
  class: 'config',
  title: 'No route or cluster for the request',
  meaning:
    'The gateway has no route for the request, or the route names a cluster that it does not have. The upstream may be perfectly well; this gateway has not been told about it.',
  explains: ({ symptom }) => symptom === 'no-route',
  fixes: {
    nginx: () => [
      {
        text: 'See which server and location take this host and path',
        command: "nginx -T 2>/dev/null | grep -nE 'server_name|location'",
      },
      {
        text: 'See whether the last reload was refused, so that the old configuration still serves',
        command: "nginx -t; grep -F '[emerg]' /var/log/nginx/error.log | tail -5",
      },
      {
        text: 'With ingress-nginx, see whether the ingress was accepted',
        command: 'kubectl get ingress -A; kubectl get events -A --field-selector reason=Sync',
      },
    ],
    envoy: (upstream) => [
      {
        text: 'Compare the routes of this proxy with the clusters it has',
        command: `istioctl proxy-config cluster POD.NS | grep -F '${upstream.name}'; istioctl proxy-config route POD.NS`,
      },
      {
        text: 'Let Istio name missing subsets, hosts and ports',
        command: `istioctl analyze -n ${parseKubernetesService(upstream).namespace}`,
      },
      { text: 'See whether this proxy has the latest configuration', command: 'istioctl proxy-status' },
      { text: 'If it came in a short burst at a rollout, make subsets first and route to them second' },
      {
        text: 'See whether a Sidecar or exportTo hides the service from this namespace',
        command: "kubectl get sidecar -A -o yaml | grep -n -A6 'egress'",
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
});
