import { isIpv6 } from '../../base/ip-address.js';
import { askEnvoy, grepGatewayConfig, runOnGateway } from '../advice/commands.js';
import { changeEnvoySetting } from '../advice/envoy-settings.js';
import { look } from '../advice/fix-step.js';
import { changeIpv4Only } from '../advice/settings.js';
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
    nginx: (facts) => [
      look(
        'gateway',
        'Ask for the source address of this route',
        runOnGateway(facts, `ip route get ${facts.host}`),
      ),
      isIpv6(facts.host) && changeIpv4Only(facts),
      look(
        'gateway',
        'See whether proxy_bind has an address that this host lacks',
        grepGatewayConfig(facts, 'proxy_bind'),
      ),
    ],
    envoy: (facts) => [
      look(
        'gateway',
        'Ask for the source address of this route, in the network of the gateway',
        runOnGateway(facts, `ip route get ${facts.host}`),
      ),
      isIpv6(facts.host) &&
        changeEnvoySetting(facts, 'If there is no IPv6, let the cluster look up IPv4 only', 'ipv4-only'),
      look(
        'gateway',
        'See whether a source address is configured that this host lacks',
        askEnvoy(facts, 'config_dump', 'source_address'),
      ),
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
