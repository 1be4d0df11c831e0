import { defineCause } from '../cause.js';
import { findServerName } from '../fix-target.js';

/** The gateway has no route to the address, most often because it is IPv6. */
export const networkUnreachable = defineCause({
  id: 'network-unreachable',
  class: 'network',
  title: 'Upstream network cannot be reached',
  meaning:
    'The gateway host has no route to that address; most often a name resolved to an IPv6 address and the host has no IPv6. The upstream is not at fault and was never contacted.',
  explains: ({ symptom, phase }) =>
    (symptom === 'ENETUNREACH' || symptom === 'ENETDOWN') && phase !== 'resolving',
  emptiesGroup: true,
  isOutage: true,
  isShared: true,
  fixes: {
    nginx: (upstream) => [
      { text: 'Ask the kernel for a route to this address', command: `ip route get ${upstream.host}` },
      {
        text: 'If the host has no IPv6, make the runtime resolver look up IPv4 only',
        command: 'resolver RESOLVER ipv6=off;',
      },
      {
        text: 'For a name resolved at startup, use the IPv4 address or a name without AAAA',
        command: `getent ahosts ${findServerName(upstream)}`,
      },
      { text: 'If IPv6 should work, look at its routes', command: 'ip -6 route; ip -6 addr' },
      {
        text: 'If the address is IPv4, look for an interface or a VPN that is down',
        command: 'ip -br link; ip route',
      },
    ],
    envoy: ({ host }) => [
      {
        text: 'Ask the kernel for a route to this address, in the network namespace of the gateway',
        command: `ip route get ${host}`,
      },
      {
        text: 'If the host has no IPv6, make the cluster look up IPv4 only',
        command: 'dns_lookup_family: V4_ONLY',
      },
      {
        text: 'In Istio, see which addresses the service entry or the endpoints have',
        command: "istioctl proxy-config endpoint POD.NS | grep -F ':'",
      },
      {
        text: 'If the address is IPv4, look for an interface or a VPN that is down',
        command: 'ip -br link; ip route',
      },
    ],
  },
  avoid: [
    'Do not expect ipv6=off to affect a server line with a fixed name: such names are resolved once, by the system, when nginx starts.',
    'Do not debug the application: no packet has left this host.',
  ],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 04:31:07 [error] 67#67: *602 connect() to [2001:db8:7::21]:443 failed (101: Network is unreachable) while connecting to upstream, client: 198.51.100.14, server: pay.example, request: "POST /charge HTTP/1.1", upstream: "https://[2001:db8:7::21]:443/charge", host: "pay.example"',
    },
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T04:31:07.903Z] "POST /charge HTTP/2" 503 UF upstream_reset_before_response_started{remote_connection_failure|immediate_connect_error:_Network_is_unreachable|remote_address:[2001:db8:7::21]:443} - "immediate_connect_error:_Network_is_unreachable|remote_address:[2001:db8:7::21]:443" 212 210 0 - "-" "grpc-java/1.66" "2c3d4e5f-6071-4829-a3b4-c5d6e7f8091a" "pay.example" "[2001:db8:7::21]:443" psp_v6 - 198.51.100.21:8443 192.0.2.93:38990 - default',
    },
  ],
});
