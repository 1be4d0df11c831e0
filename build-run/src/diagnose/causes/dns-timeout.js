import { findNamespace, grepGatewayConfig, lookUpName, readEnvoyStats } from '../advice/commands.js';
import { change, look } from '../advice/fix-step.js';
import { namePassDirective } from '../advice/settings.js';
import { defineCause } from '../cause.js';
/** The DNS server did not answer. */
export const dnsTimeout = defineCause({
  id: 'dns-timeout',
  class: 'dns',
  title: 'DNS server does not answer',
  meaning:
    'The DNS server did not answer within the resolver timeout, so the gateway never knew where to connect. It says nothing about the upstream, nor about whether the name exists.',
  explains: ({ symptom, phase }) =>
    symptom === 'name-timed-out' || (symptom === 'timed-out' && phase === 'resolving'),
  emptiesGroup: true,
  isShared: true,
  fixes: {
    nginx: (facts) => [
      look('gateway', 'Ask the DNS server that did not answer', lookUpName(facts)),
      look('gateway', 'See which servers nginx asks', grepGatewayConfig(facts, 'resolver')),
      facts.surroundings.place === 'kubernetes' &&
        look(
          'cluster',
          'See whether the DNS of the cluster is well',
          'kubectl -n kube-system get pods -l k8s-app=kube-dns -o wide',
        ),
      facts.surroundings.place !== 'kubernetes' &&
        look('gateway', 'See whether queries leave, and answers return', 'tcpdump -ni any port 53'),
      facts.surroundings.gateway !== 'ingress-nginx' &&
        change(
          'gateway',
          `Name a second server, and keep answers for longer (set beside ${namePassDirective(facts)})`,
          `resolver ${facts.record.resolver ?? 'RESOLVER'} RESOLVER2 valid=30s;`,
          { undo: 'Remove it, and reload.' },
        ),
    ],
    envoy: (facts) => [
      look('gateway', 'Ask the DNS server that the gateway asks', lookUpName(facts)),
      look(
        'cluster',
        'See whether the DNS of the cluster is well',
        'kubectl -n kube-system get pods -l k8s-app=kube-dns -o wide',
      ),
      look('gateway', 'See how many queries time out', readEnvoyStats(facts, 'dns')),
      look(
        'cluster',
        'See whether a network policy forbids port 53',
        `kubectl get networkpolicy -n ${findNamespace(facts)} -o yaml | grep -n -B2 -A2 53`,
      ),
    ],
  },
  avoid: [
    'Do not raise proxy or route timeouts: no connection is open yet, and the answer is a 502 or 503 rather than a 504.',
    'Do not shorten the refresh interval: more queries slow the server down further.',
  ],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 05:31:48 [error] 2411#2411: *9102 catalog.internal.example could not be resolved (110: Operation timed out), client: 203.0.113.80, server: shop.example, request: "GET /catalog HTTP/1.1", host: "shop.example"',
    },
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T05:31:48.640Z] "GET /catalog HTTP/1.1" 503 DF dns_resolution_failure{cares_failure:Timeout_while_contacting_DNS_servers} - "-" 0 22 20012 - "-" "curl/8.9.1" "5f607182-93a4-4b5c-86e7-f8091a2b3c4d" "catalog.example" "-" dynamic_forward_proxy - 198.51.100.3:8080 192.0.2.91:52310 - default',
    },
  ],
});
