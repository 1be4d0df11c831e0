import { defineCause } from '../cause.js';
import { parseKubernetesService } from '../fix-target.js';

/** The configuration names an upstream that cannot be used. */
export const badUpstreamConfig = defineCause({
  id: 'bad-upstream-config',
  class: 'config',
  title: 'Upstream configuration is invalid',
  meaning:
    'The configuration, or a variable in it, names an upstream that cannot be used: no resolver, a bad address, no endpoint behind a name. The fault is in the gateway, and the upstream was never contacted.',
  explains: ({ symptom, phase }) =>
    symptom === 'misconfigured' ||
    ((symptom === 'EINVAL' || symptom === 'EAFNOSUPPORT') &&
      (phase === 'connecting' || phase === 'binding')) ||
    (symptom === 'EADDRNOTAVAIL' && phase === 'binding'),
  fixes: {
    nginx: ({ name }) => [
      {
        text: 'Test the configuration, and read the result of the last reload',
        command: "nginx -t; grep -F '[emerg]' /var/log/nginx/error.log | tail -5",
      },
      {
        text: 'See how this upstream is configured',
        command: `nginx -T 2>/dev/null | grep -n -A8 '${name}'`,
      },
      { text: 'A variable in proxy_pass needs a resolver', command: 'resolver RESOLVER valid=30s;' },
      {
        text: 'Errno 22 on 0.0.0.1: ingress-nginx has no endpoint for the service',
        command: 'kubectl get endpointslices -A | grep -v kube-system',
      },
      { text: 'If bind() fails, use an address in proxy_bind that this host has', command: 'ip -br addr' },
    ],
    envoy: (upstream) => [
      {
        text: 'Check whether this proxy knows the cluster, and compare with the route',
        command: `istioctl proxy-config cluster POD.NS | grep -F '${upstream.name}'`,
      },
      {
        text: 'Let Istio report conflicting configuration',
        command: `istioctl analyze -n ${parseKubernetesService(upstream).namespace}`,
      },
      {
        text: 'See what changed most recently',
        command:
          'kubectl get virtualservice,destinationrule,sidecar -A --sort-by=.metadata.creationTimestamp',
      },
      {
        text: 'If bind fails, use a source address that this host has',
        command: "curl -s localhost:9901/config_dump | grep -n -A5 'upstream_bind_config'",
      },
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
