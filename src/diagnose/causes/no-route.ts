import { defineCause } from '../cause.js';
import { type FixTarget, parseKubernetesService, placeholders } from '../fix-target.js';

/** The gateway has no route, or no cluster of that name. */
export const noRoute = defineCause({
  id: 'no-route',
  class: 'config',
  title: 'No route or cluster for the request',
  meaning:
    'The gateway has no route for the request, or the route names a cluster that it does not have. The upstream may be fine; this gateway does not know about it.',
  explains: ({ symptom }) => symptom === 'no-route',
  fixes: {
    nginx: () => [
      {
        text: 'See which server and location match this host and path',
        command: "nginx -T 2>/dev/null | grep -nE 'server_name|location'",
      },
      {
        text: 'Check whether the last reload was refused: then the old configuration still serves',
        command: "nginx -t; grep -F '[emerg]' /var/log/nginx/error.log | tail -5",
      },
      {
        text: 'With ingress-nginx, check whether the ingress was accepted',
        command: 'kubectl get ingress -A; kubectl get events -A --field-selector reason=Sync',
      },
    ],
    envoy: (upstream) => [
      {
        text: 'Compare the routes of this proxy with its clusters',
        command: `istioctl proxy-config cluster POD.NS | grep -F '${findDestination(upstream)}'; istioctl proxy-config route POD.NS`,
      },
      {
        text: 'With the Gateway API, read whether the backends of the route were resolved',
        command: 'kubectl get httproute,grpcroute -A -o yaml | grep -n -B2 -A6 ResolvedRefs',
      },
      {
        text: 'If it is outside the mesh, look for its ServiceEntry: without one it may be blocked',
        command: 'kubectl get serviceentries -A',
      },
      {
        text: 'Let Istio report missing subsets, hosts and ports',
        command: `istioctl analyze -n ${parseKubernetesService(upstream).namespace}`,
      },
      { text: 'Check whether this proxy has the latest configuration', command: 'istioctl proxy-status' },
      {
        text: 'Check whether a Sidecar or exportTo hides the service from this namespace',
        command: "kubectl get sidecar -A -o yaml | grep -n -A6 'egress'",
      },
    ],
  },
  avoid: [
    'Do not restart the gateway to refresh it: compare routes with clusters first, or the difference is lost.',
  ],
  samples: [
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T09:10:00.313Z] "GET /beta HTTP/1.1" 503 NC cluster_not_found - "-" 0 0 0 - "-" "curl/8.9.1" "34455667-7889-499a-b4c5-d6e7f8091a2b" "shop.example" "-" outbound|8080|beta|web.shop.svc.cluster.local - 198.51.100.3:8080 192.0.2.91:54555 - default',
    },
  ],
});

/** The name of the destination, or else its address. */
function findDestination({ name, host }: FixTarget): string {
  return name === placeholders.name && host !== placeholders.host ? host : name;
}
