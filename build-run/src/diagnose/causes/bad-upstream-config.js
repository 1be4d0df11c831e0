import {
  askEnvoy,
  findNamespace,
  isIstio,
  listEndpoints,
  nameProxy,
  readUpstreamGroup,
  testGatewayConfig,
} from '../advice/commands.js';
import { change, look } from '../advice/fix-step.js';
import { namePassDirective } from '../advice/settings.js';
import { defineCause } from '../cause.js';
/** The configuration names an upstream that cannot be used. */
export const badUpstreamConfig = defineCause({
  id: 'bad-upstream-config',
  class: 'config',
  title: 'Upstream configuration is invalid',
  meaning:
    'The gateway could not use the upstream as it is configured: no resolver, a bad address, no endpoint behind a name, or an address that the system refuses. The upstream was never contacted.',
  explains: ({ symptom, phase }) =>
    symptom === 'misconfigured' ||
    ((symptom === 'EINVAL' || symptom === 'EAFNOSUPPORT') &&
      (phase === 'connecting' || phase === 'binding')) ||
    (symptom === 'EADDRNOTAVAIL' && phase === 'binding'),
  fixes: {
    nginx: (facts) => [
      look(
        'gateway',
        'Test the configuration, and read the result of the last reload',
        testGatewayConfig(facts),
      ),
      facts.surroundings.place === 'kubernetes' &&
        look('cluster', 'See whether the service has endpoints', listEndpoints(facts)),
      look('gateway', 'See how this upstream is configured', readUpstreamGroup(facts)),
      facts.record.errno === 22 &&
        look(
          'gateway',
          'Errno 22: see whether the route to this address is a blackhole',
          `ip route get ${facts.host}`,
        ),
      facts.record.errno === null &&
        facts.surroundings.gateway !== 'ingress-nginx' &&
        change(
          'gateway',
          `A variable needs a resolver, if none is set (set beside ${namePassDirective(facts)})`,
          'resolver RESOLVER valid=30s;',
          { undo: 'Remove it, and reload.' },
        ),
    ],
    envoy: (facts) => [
      isIstio(facts)
        ? look(
            'cluster',
            'See whether this proxy knows the cluster',
            `istioctl proxy-config cluster ${nameProxy(facts)} | grep -F '${facts.name}'`,
          )
        : look('gateway', 'See how this cluster is configured', askEnvoy(facts, 'config_dump', facts.name)),
      isIstio(facts) &&
        look(
          'cluster',
          'Let Istio report conflicting configuration',
          `istioctl analyze -n ${findNamespace(facts)}`,
        ),
      look(
        'gateway',
        'If bind fails, see which source address is configured',
        askEnvoy(facts, 'config_dump', 'source_address'),
      ),
      look('cluster', 'See whether the service has endpoints', listEndpoints(facts)),
    ],
  },
  avoid: [
    'Do not restart before you have compared the configurations: after a refused reload the old one still serves, and a restart ends even that.',
  ],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 09:00:41 [error] 2411#2411: *11020 no resolver defined to resolve catalog.internal.example, client: 203.0.113.170, server: shop.example, request: "GET /catalog HTTP/1.1", host: "shop.example"',
    },
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 09:01:03 [crit] 41#41: *880 connect() to 0.0.0.1:80 failed (22: Invalid argument) while connecting to upstream, client: 203.0.113.171, server: shop.example, request: "GET / HTTP/1.1", upstream: "http://0.0.0.1:80/", host: "shop.example"',
    },
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 09:02:10 [error] 2411#2411: *11033 invalid URL prefix in "backend.internal.example:8080", client: 203.0.113.172, server: shop.example, request: "GET /catalog HTTP/1.1", host: "shop.example"',
    },
  ],
});
