import { defineCause } from '../cause.js';
import { formatAuthority, parseKubernetesService } from '../fix-target.js';

/** Earlier failures emptied the group, or, with Envoy, no endpoint was known; its lines do not tell which. */
export const noLiveUpstreams = defineCause({
  id: 'no-live-upstreams',
  class: 'upstream-down',
  title: 'No upstream server left to try',
  meaning:
    'When the request arrived, the load balancer had no server to choose: every one was ejected, unhealthy, down, full or unresolved, or the list was empty. This is often the aftermath of earlier failures, and does not mean that all servers are down now; a line of Envoy does not show whether hosts were ejected or none was known.',
  explains: ({ symptom }) => symptom === 'no-peer',
  phrases: ['no live upstream', 'no healthy upstream', 'no healthy upstreams'],
  isAftermath: true,
  isOutage: true,
  fixes: {
    nginx: (upstream) => [
      {
        text: 'Read what failed on the servers in the ten seconds before the first of these',
        command: "grep -B20 -m1 'no live upstreams' /var/log/nginx/error.log",
      },
      {
        text: 'See the servers with max_fails, max_conns and down',
        command: `nginx -T 2>/dev/null | grep -A12 'upstream ${upstream.name} '`,
      },
      {
        text: 'Try each server directly',
        command: `curl -sv -o /dev/null --connect-timeout 3 'http://${formatAuthority(upstream)}/'`,
      },
      {
        text: 'If servers are ejected too easily, allow more failures within a shorter time',
        command: `server ${formatAuthority(upstream)} max_fails=3 fail_timeout=5s;`,
      },
      {
        text: 'If servers are at max_conns, add capacity or raise the limit',
        command: `server ${formatAuthority(upstream)} max_conns=200;`,
      },
    ],
    envoy: (upstream) => [
      {
        text: 'Check whether hosts are missing, or present but unhealthy, and why',
        command: `curl -s localhost:9901/clusters | grep -F '${upstream.name}' | grep -E 'health_flags|rq_error'`,
      },
      {
        text: 'In Istio, list the endpoints of this proxy',
        command: `istioctl proxy-config endpoint POD.NS | grep -F '${upstream.name}'`,
      },
      {
        text: 'If there are none, check readiness, selector and port name of the service',
        command: `kubectl get endpointslices -n ${parseKubernetesService(upstream).namespace} -l kubernetes.io/service-name=${parseKubernetesService(upstream).service}`,
      },
      {
        text: 'With subsets, check that their labels match pods',
        command: "kubectl get destinationrules -A -o yaml | grep -B3 -A8 'subsets:'",
      },
      {
        text: 'If all were ejected, fix what they fail with, then limit the ejection',
        command: 'outlierDetection: {consecutive5xxErrors: 5, baseEjectionTime: 30s, maxEjectionPercent: 50}',
      },
    ],
  },
  avoid: [
    'Do not restart the gateway as a fix: it only clears the failure counters, and the group empties again.',
    'Do not disable failure detection: it would send requests to servers that fail for a reason you do not know yet.',
  ],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 03:04:09 [error] 2411#2411: *7733 no live upstreams while connecting to upstream, client: 203.0.113.24, server: shop.example, request: "GET /basket HTTP/1.1", upstream: "http://shop_backend/basket", host: "shop.example"',
    },
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T03:04:09.730Z] "GET /api/orders HTTP/2" 503 UH no_healthy_upstream - "-" 0 19 0 - "-" "okhttp/4.12.0" "e1c5a9d2-3b4f-4d6a-8c7e-9f0a1b2c3d4e" "orders.shop.example" "-" outbound|8080|v2|orders.shop.svc.cluster.local - 198.51.100.3:8080 192.0.2.91:51300 - default',
    },
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T03:04:10.001Z] "GET /stock HTTP/1.1" 503 UH 0 19 0 - "-" "curl/8.9.1" "b64d7a10-5e1c-4f2b-9d3a-7c8e9f0a1b2c" "stock.example" "-"',
    },
    {
      gateway: 'nginx-access',
      record:
        '{"time":"2026-11-22T03:04:09+00:00","remote_addr":"203.0.113.24","request":"GET /basket HTTP/1.1","status":"502","body_bytes_sent":"157","upstream_addr":"shop_backend","upstream_status":"502","upstream_connect_time":"-","upstream_header_time":"-","upstream_response_time":"0.000"}',
    },
  ],
});
