import {
  askEnvoy,
  findNamespace,
  grepGatewayConfig,
  isIstio,
  nameProxy,
  readEnvoyStats,
  testGatewayConfig,
} from '../advice/commands.js';
import { look } from '../advice/fix-step.js';
import { defineCause } from '../cause.js';
import { placeholders } from '../fix-target.js';
/** The gateway has no route, or no cluster of that name. */
export const noRoute = defineCause({
  id: 'no-route',
  class: 'config',
  title: 'No route or cluster for the request',
  meaning:
    'The gateway has no route for the request, or the route names a cluster that it does not have. The upstream may be fine; this gateway does not know about it.',
  explains: ({ symptom }) => symptom === 'no-route',
  fixes: {
    nginx: (facts) => [
      look(
        'gateway',
        'See which server and location match this host and path',
        grepGatewayConfig(facts, 'server_name|location'),
      ),
      look(
        'gateway',
        'See whether the last reload was refused: then the old configuration still serves',
        testGatewayConfig(facts),
      ),
      facts.surroundings.place === 'kubernetes' &&
        look(
          'cluster',
          'See whether the ingress was accepted',
          'kubectl get ingress -A; kubectl get events -A --field-selector reason=Sync',
        ),
    ],
    envoy: (facts) => [
      isIstio(facts)
        ? look(
            'cluster',
            'Compare the routes of this proxy with its clusters',
            `istioctl proxy-config cluster ${nameProxy(facts)} | grep -F '${findDestination(facts)}'`,
          )
        : facts.surroundings.gateway === 'envoy-gateway'
          ? look(
              'cluster',
              'See whether the backends of the route were resolved',
              'kubectl get httproute,grpcroute -A -o yaml | grep -n -B2 -A6 ResolvedRefs',
            )
          : look(
              'gateway',
              'See which routes it has',
              askEnvoy(facts, 'config_dump', '"(domains|prefix|cluster)"'),
            ),
      isIstio(facts) &&
        look(
          'cluster',
          'Outside the mesh it may be blocked: look for its ServiceEntry',
          'kubectl get serviceentries -A',
        ),
      isIstio(facts) &&
        look(
          'cluster',
          'Let Istio report missing subsets, hosts and ports',
          `istioctl analyze -n ${findNamespace(facts)}`,
        ),
      isIstio(facts) &&
        look('cluster', 'See whether this proxy has the latest configuration', 'istioctl proxy-status'),
      look(
        'gateway',
        'See whether its configuration is up to date',
        readEnvoyStats(facts, 'update_(rejected|failure)'),
      ),
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
function findDestination({ name, host }) {
  return name === placeholders.name && host !== placeholders.host ? host : name;
}
