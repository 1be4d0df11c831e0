import { askEnvoy, grepGatewayConfig, lookUpName } from '../advice/commands.js';
import { look } from '../advice/fix-step.js';
import { defineCause } from '../cause.js';
/** The DNS server answered with an error, or could not be reached. */
export const dnsServerFailure = defineCause({
  id: 'dns-server-failure',
  class: 'dns',
  title: 'DNS server failure',
  meaning:
    'The DNS server refused, failed or could not be reached, so the gateway never knew where to connect. The name may well exist; it is the server that needs fixing.',
  explains: ({ symptom, phase }) =>
    symptom === 'name-server-failed' || (phase === 'resolving' && brokenSymptoms.has(symptom)),
  emptiesGroup: true,
  isShared: true,
  fixes: {
    nginx: (facts) => [
      look('gateway', 'Ask the DNS server that failed', lookUpName(facts)),
      look('gateway', 'See which servers nginx asks', grepGatewayConfig(facts, 'resolver')),
      facts.surroundings.place === 'kubernetes'
        ? look(
            'cluster',
            'Read the log of the DNS of the cluster',
            'kubectl -n kube-system logs -l k8s-app=kube-dns --tail=50',
          )
        : look(
            'gateway',
            'SERVFAIL: see whether DNSSEC validation fails',
            `dig ${facts.record.resolver === null ? '' : `@${facts.record.resolver} `}${facts.name} +cd`,
          ),
    ],
    envoy: (facts) => [
      look('gateway', 'Ask the DNS server that the gateway asks', lookUpName(facts)),
      look(
        'cluster',
        'Read the log of the DNS of the cluster',
        'kubectl -n kube-system logs -l k8s-app=kube-dns --tail=50',
      ),
      look(
        'gateway',
        'See which DNS servers Envoy asks',
        askEnvoy(facts, 'config_dump', 'dns_resolver|resolvers'),
      ),
    ],
  },
  avoid: [
    'Do not hard-code pod addresses: they become unreachable at the next redeploy.',
    'Do not restart the gateway first: it may still know the last good addresses, and would start without any.',
  ],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 05:44:02 [error] 2411#2411: *9177 catalog.internal.example could not be resolved (2: Server failure), client: 203.0.113.80, server: shop.example, request: "GET /catalog HTTP/1.1", host: "shop.example"',
    },
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 05:44:05 [error] 2411#2411: recv() failed (111: Connection refused) while resolving, resolver: 192.0.2.53:53',
    },
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T05:44:02.120Z] "GET /catalog HTTP/1.1" 503 DF dns_resolution_failure{cares_failure:DNS_server_returned_general_failure} - "-" 0 22 31 - "-" "curl/8.9.1" "60718293-a4b5-4c6d-87f8-091a2b3c4d5e" "catalog.example" "-" dynamic_forward_proxy - 198.51.100.3:8080 192.0.2.91:52377 - default',
    },
  ],
});
/** What can go wrong with the DNS server's own connection, or with its answer. */
const brokenSymptoms = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTCONN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOENT',
  'ENOTDIR',
  'EACCES',
  'EPERM',
  'EAGAIN',
  'EINVAL',
  'EAFNOSUPPORT',
  'EADDRNOTAVAIL',
  'EADDRINUSE',
  'EOTHER',
  'closed',
  'malformed',
]);
