import { defineCause } from '../cause.js';

/** Ports are free, and still no local address fits. */
export const addressUnavailable = defineCause({
  id: 'address-unavailable',
  class: 'gateway-resources',
  title: 'No local address fits the upstream',
  meaning:
    'The gateway has no address of its own from which it could reach this one, such as an IPv6 destination on a host that has no IPv6. Ports are free; using connections again does not help.',
  explains: ({ symptom }) => symptom === 'no-source-address',
  emptiesGroup: true,
  isShared: true,
  fixes: {
    nginx: ({ host }) => [
      {
        text: 'Ask the kernel which source address it would take',
        command: `ip route get ${host}; ip -br addr`,
      },
      { text: 'If it is IPv6 that the host lacks, dial IPv4', command: 'resolver RESOLVER ipv6=off;' },
      { text: 'See whether IPv6 is switched off here', command: 'sysctl net.ipv6.conf.all.disable_ipv6' },
      {
        text: 'See whether proxy_bind names an address that is not on this host',
        command: 'nginx -T 2>/dev/null | grep -n proxy_bind',
      },
    ],
    envoy: ({ host }) => [
      {
        text: 'Ask the kernel which source address it would take, in the network of the gateway',
        command: `ip route get ${host}; ip -br addr`,
      },
      {
        text: 'If it is IPv6 that the pod lacks, let the cluster ask for IPv4 only',
        command: 'dns_lookup_family: V4_ONLY',
      },
      {
        text: 'See whether a source address is configured that is not on this host',
        command: "curl -s localhost:9901/config_dump | grep -n -A5 'upstream_bind_config'",
      },
    ],
  },
  avoid: ['Do not widen the range of ports: none of them has run out.'],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 10:05:44 [crit] 2411#2411: *812 connect() to [2001:db8::17]:8080 failed (99: Cannot assign requested address) while connecting to upstream, client: 203.0.113.182, server: shop.example, request: "GET / HTTP/1.1", upstream: "http://[2001:db8::17]:8080/", host: "shop.example"',
    },
  ],
});
