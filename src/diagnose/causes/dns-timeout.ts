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
    nginx: ({ name }) => [
      {
        text: 'Ask the same server from the same network namespace, once',
        command: `dig @RESOLVER ${name} +time=2 +tries=1`,
      },
      {
        text: 'See which servers nginx asks: a dead one delays every query sent to it',
        command: "nginx -T 2>/dev/null | grep -n 'resolver'",
      },
      { text: 'Check whether queries leave and answers return', command: 'tcpdump -ni any port 53' },
      {
        text: 'Use two DNS servers, and a shorter timeout',
        command: 'resolver RESOLVER RESOLVER2 valid=30s; resolver_timeout 5s;',
      },
      { text: 'If only AAAA queries are lost, disable them', command: 'resolver RESOLVER ipv6=off;' },
    ],
    envoy: ({ name }) => [
      {
        text: 'Look up the name from inside the pod',
        command: `kubectl exec POD -n NS -c istio-proxy -- getent hosts ${name}`,
      },
      {
        text: 'Check whether the cluster DNS is up and not throttled',
        command:
          'kubectl -n kube-system get pods -l k8s-app=kube-dns; kubectl -n kube-system top pods -l k8s-app=kube-dns',
      },
      { text: 'See how many queries time out', command: "curl -s 'localhost:9901/stats?filter=dns.cares'" },
      {
        text: 'Check whether a network policy blocks port 53',
        command: 'kubectl get networkpolicy -n NS -o yaml | grep -n -B2 -A2 53',
      },
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
