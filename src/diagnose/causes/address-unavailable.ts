import { defineCause } from '../cause.js';

/** Source ports are free, but no local address can reach the destination. */
export const addressUnavailable = defineCause({
  id: 'address-unavailable',
  class: 'gateway-resources',
  title: 'No local address fits the upstream',
  meaning:
    'The gateway has no local address that can reach this destination, for example an IPv6 address from a host without IPv6. Source ports are free, so reusing connections does not help.',
  explains: ({ symptom }) => symptom === 'no-source-address',
  emptiesGroup: true,
  isShared: true,
  fixes: {
    nginx: ({ host }) => [
      {
        text: 'Ask the kernel which source address it would use',
        command: `ip route get ${host}; ip -br addr`,
      },
      { text: 'If the host has no IPv6, use an IPv4 address', command: 'resolver RESOLVER ipv6=off;' },
      {
        text: 'Check whether IPv6 is disabled on this host',
        command: 'sysctl net.ipv6.conf.all.disable_ipv6',
      },
      {
        text: 'Check whether proxy_bind uses an address that this host does not have',
        command: 'nginx -T 2>/dev/null | grep -n proxy_bind',
      },
    ],
    envoy: ({ host }) => [
      {
        text: 'Ask the kernel which source address it would use, in the network namespace of the gateway',
        command: `ip route get ${host}; ip -br addr`,
      },
      {
        text: 'If the pod has no IPv6, make the cluster look up IPv4 only',
        command: 'dns_lookup_family: V4_ONLY',
      },
      {
        text: 'Check for a configured source address that this host does not have',
        command: "curl -s localhost:9901/config_dump | grep -n -A5 'upstream_bind_config'",
      },
    ],
  },
  avoid: ['Do not widen the port range: ports have not run out.'],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 10:05:44 [crit] 2411#2411: *812 connect() to [2001:db8::17]:8080 failed (99: Cannot assign requested address) while connecting to upstream, client: 203.0.113.182, server: shop.example, request: "GET / HTTP/1.1", upstream: "http://[2001:db8::17]:8080/", host: "shop.example"',
    },
  ],
});
