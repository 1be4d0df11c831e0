import { defineCause } from '../cause.js';

/** The DNS server answered that the name does not exist, or that it has no address. */
export const dnsNotFound = defineCause({
  id: 'dns-not-found',
  class: 'dns',
  title: 'Upstream name does not exist in DNS',
  meaning:
    'The DNS server answered that the name does not exist or has no address, so the gateway never knew where to connect. The DNS server works; the name, its zone or the server that was asked is wrong.',
  explains: ({ symptom }) => symptom === 'name-not-found',
  emptiesGroup: true,
  isShared: true,
  mayCoincide: true,
  fixes: {
    nginx: ({ name }) => [
      {
        text: 'Ask the server that the resolver directive names',
        command: `dig @RESOLVER ${name} A +short; dig @RESOLVER ${name} AAAA +short`,
      },
      {
        text: 'See which servers nginx asks: it reads neither resolv.conf nor the hosts file',
        command: "nginx -T 2>/dev/null | grep -n 'resolver '",
      },
      {
        text: 'Use the fully qualified name: nginx applies no search domains',
        command: 'set $upstream NAME.NS.svc.cluster.local;',
      },
      {
        text: 'In Docker, ask its own DNS server, and put both containers on one network',
        command: 'resolver 127.0.0.11 valid=10s;',
      },
      {
        text: 'If a reload was refused because of this name, the old configuration still serves',
        command: 'nginx -t',
      },
    ],
    envoy: ({ name }) => [
      {
        text: 'Look up the name from inside the pod',
        command: `kubectl exec POD -n NS -c istio-proxy -- getent hosts ${name}`,
      },
      {
        text: 'Look up both address families: only one of them may exist',
        command: `dig ${name} A +short; dig ${name} AAAA +short`,
      },
      {
        text: 'If only one family exists, make the cluster look up that one',
        command: 'dns_lookup_family: ALL',
      },
      {
        text: 'Use the full name with its namespace: search domains do not apply',
        command: 'address: {socket_address: {address: NAME.NS.svc.cluster.local, port_value: PORT}}',
      },
      {
        text: 'In Istio, see the hosts and resolution of the service entry',
        command: 'kubectl get serviceentries -A',
      },
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
  ],
});
