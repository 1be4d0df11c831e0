import { isIpv6 } from '../../base/ip-address.js';
import { runOnGateway } from '../advice/commands.js';
import { changeEnvoySetting } from '../advice/envoy-settings.js';
import { look } from '../advice/fix-step.js';
import { changeIpv4Only } from '../advice/settings.js';
import { defineCause } from '../cause.js';
import { findServerName } from '../fix-target.js';
/** The gateway has no route to the address, most often because it is IPv6. */
export const networkUnreachable = defineCause({
  id: 'network-unreachable',
  class: 'network',
  title: 'Upstream network cannot be reached',
  meaning:
    'Neither the gateway host nor a router on the way has a route to that address; usually a name resolved to IPv6, which the host lacks. The upstream was never contacted.',
  explains: ({ symptom, phase }) =>
    (symptom === 'ENETUNREACH' || symptom === 'ENETDOWN') && phase !== 'resolving',
  emptiesGroup: true,
  isOutage: true,
  isShared: true,
  fixes: {
    nginx: (facts) => [
      look('gateway', 'Ask for the route to this address', runOnGateway(facts, `ip route get ${facts.host}`)),
      isIpv6(facts.host)
        ? changeIpv4Only(facts)
        : look('gateway', 'Look for an interface or a VPN that is down', runOnGateway(facts, 'ip -br link')),
      isIpv6(facts.host) &&
        look(
          'gateway',
          'A name in a server line is resolved at the start: see which addresses it has',
          `getent ahosts ${findServerName(facts)}`,
        ),
    ],
    envoy: (facts) => [
      look(
        'gateway',
        'Ask for the route to this address, in the network of the gateway',
        runOnGateway(facts, `ip route get ${facts.host}`),
      ),
      isIpv6(facts.host)
        ? changeEnvoySetting(facts, 'If there is no IPv6, let the cluster look up IPv4 only', 'ipv4-only')
        : look('gateway', 'Look for an interface or a VPN that is down', runOnGateway(facts, 'ip -br link')),
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
