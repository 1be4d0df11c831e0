import { defineCause } from '../cause.js';
import { parseKubernetesService } from '../fix-target.js';

/** What is configured cannot be carried out. */
export const badUpstreamConfig = defineCause({
  id: 'bad-upstream-config',
  class: 'config',
  title: 'Upstream configuration cannot work',
  meaning:
    'The configuration or a variable in it gives an upstream that cannot be dialled: no resolver, a bad address, no endpoint behind a name. The fault is on the gateway itself, and the upstream was never asked.',
  explains: ({ symptom, phase }) =>
    symptom === 'misconfigured' ||
    ((symptom === 'EINVAL' || symptom === 'EAFNOSUPPORT') &&
      (phase === 'connecting' || phase === 'binding')) ||
    (symptom === 'EADDRNOTAVAIL' && phase === 'binding'),
  fixes: {
    nginx: ({ name }) => [
      {
        text: 'Test the configuration, and read what the last reload said',
        command: "nginx -t; grep -F '[emerg]' /var/log/nginx/error.log | tail -5",
      },
      { text: 'See how this upstream is written', command: `nginx -T 2>/dev/null | grep -n -A8 '${name}'` },
      { text: 'A variable in proxy_pass needs a resolver', command: 'resolver RESOLVER valid=30s;' },
      {
        text: 'Errno 22 on 0.0.0.1: ingress-nginx has no endpoint for the service',
        command: 'kubectl get endpointslices -A | grep -v kube-system',
      },
      { text: 'Where bind() fails, the address in proxy_bind must be on this host', command: 'ip -br addr' },
    ],
    envoy: (upstream) => [
      {
        text: 'See whether this proxy knows the cluster, and compare with the route',
        command: `istioctl proxy-config cluster POD.NS | grep -F '${upstream.name}'`,
      },
      {
        text: 'Let Istio name what contradicts itself',
        command: `istioctl analyze -n ${parseKubernetesService(upstream).namespace}`,
      },
      {
        text: 'See what changed last',
        command:
          'kubectl get virtualservice,destinationrule,sidecar -A --sort-by=.metadata.creationTimestamp',
      },
      {
        text: 'Failed to bind: the source address must be on this host',
        command: "curl -s localhost:9901/config_dump | grep -n -A5 'upstream_bind_config'",
      },
    ],
  },
  avoid: [
    'Do not restart before you have read the difference: a reload that was refused keeps the old configuration alive, and a restart ends even that.',
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
