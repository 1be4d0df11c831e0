import {
  findNamespace,
  grepGatewayConfig,
  isIstio,
  lookUpName,
  testGatewayConfig,
} from '../advice/commands.js';
import { changeEnvoySetting } from '../advice/envoy-settings.js';
import { change, look } from '../advice/fix-step.js';
import { defineCause } from '../cause.js';
/** The DNS server answered that the name does not exist, or that it has no address. */
export const dnsNotFound = defineCause({
  id: 'dns-not-found',
  class: 'dns',
  title: 'Upstream name does not exist in DNS',
  meaning:
    'The DNS server answered that the name does not exist or has no address, so the gateway never knew where to connect. The server does answer; the name, its zone or the choice of the server is wrong.',
  explains: ({ symptom }) => symptom === 'name-not-found',
  emptiesGroup: true,
  isShared: true,
  mayCoincide: true,
  fixes: {
    nginx: (facts) => [
      look('gateway', 'Ask the DNS server that the gateway asks', lookUpName(facts)),
      look(
        'gateway',
        'See which servers nginx asks: it reads neither resolv.conf nor the hosts file',
        grepGatewayConfig(facts, 'resolver '),
      ),
      facts.surroundings.place === 'kubernetes' &&
        look(
          'cluster',
          'See whether a service has this name',
          `kubectl get svc -A | grep -F '${facts.name.split('.')[0]}'`,
        ),
      facts.surroundings.place === 'docker' &&
        look(
          'gateway',
          'See whether that container runs, and shares a network with nginx',
          `docker ps -a --filter name=${facts.name}`,
        ),
      facts.surroundings.place === 'kubernetes' &&
        !facts.name.includes('.') &&
        change(
          'gateway',
          'Use the fully qualified name: nginx applies no search domains',
          `${facts.service?.name ?? facts.name}.${findNamespace(facts)}.svc.cluster.local`,
          { undo: 'Write the short name again.' },
        ),
      look(
        'gateway',
        'If a reload was refused for this name, the old configuration still serves',
        testGatewayConfig(facts),
      ),
    ],
    envoy: (facts) => [
      look('gateway', 'Ask the DNS server that the gateway asks', lookUpName(facts)),
      look(
        'cluster',
        'See whether a service has this name',
        `kubectl get svc -A | grep -F '${facts.name.split('.')[0]}'`,
      ),
      isIstio(facts) &&
        look(
          'cluster',
          'See the hosts and the resolution of the service entry',
          'kubectl get serviceentries -A',
        ),
      changeEnvoySetting(
        facts,
        'If only one address family exists, let the cluster look up both',
        'both-families',
      ),
    ],
  },
  avoid: [
    'Do not add the name to the hosts file: the resolver directive of nginx never reads it.',
    'Do not point the resolver at a public server: it does not know internal names.',
  ],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 05:10:19 [error] 2411#2411: *9004 catalog.internal.example could not be resolved (3: Host not found), client: 203.0.113.80, server: shop.example, request: "GET /catalog HTTP/1.1", host: "shop.example"',
    },
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T05:10:19.222Z] "GET /catalog HTTP/1.1" 503 DF dns_resolution_failure{cares_norecords:Domain_name_not_found} - "-" 0 22 14 - "-" "curl/8.9.1" "4e5f6071-8293-4a4b-85d6-e7f8091a2b3c" "catalog.example" "-" dynamic_forward_proxy - 198.51.100.3:8080 192.0.2.91:52111 - default',
    },
    {
      gateway: 'caddy-error',
      record:
        '{"level":"error","ts":1795316645.118,"logger":"http.log.error","msg":"dial tcp: lookup app.internal on 192.0.2.53:53: no such host","request":{"remote_ip":"203.0.113.9","remote_port":"51234","proto":"HTTP/1.1","method":"GET","host":"shop.example","uri":"/basket"},"duration":0.001,"status":502,"err_id":"x5rcbtc4s","err_trace":"reverseproxy.statusError (reverseproxy.go:1272)"}',
    },
  ],
});
