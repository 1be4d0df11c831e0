import { defineCause } from '../cause.js';
import { formatAuthority } from '../fix-target.js';

/** The upstream sent a complete response with status 502. */
export const upstream502 = defineCause({
  id: 'upstream-502',
  class: 'passthrough',
  title: 'Upstream itself answered 502',
  meaning:
    'The upstream itself answered 502, and the gateway passed that on. The upstream is itself a gateway, and the fault is behind it: its log has the cause.',
  explains: ({ symptom }) => symptom === 'answered-502',
  emptiesGroup: true,
  endedBy: 'upstream',
  fixes: {
    nginx: (upstream) => [
      {
        text: 'See who sent the response: look at its Server header and body',
        command: `curl -sv --max-time 5 'http://${formatAuthority(upstream)}/' | head -20`,
      },
      {
        text: 'Read the log of that gateway at the same second',
        command: `ssh ${upstream.host} tail -50 /var/log/nginx/error.log`,
      },
      {
        text: 'Log the upstream status, so that the origin is clear next time',
        command: 'log_format made "$status $upstream_status $upstream_header_time $upstream_addr";',
      },
      {
        text: 'If only one of several hosts answers like this, retry on another',
        command: 'proxy_next_upstream error timeout http_502;',
      },
    ],
    envoy: (upstream) => [
      {
        text: 'Read the next hop by request id: the inbound sidecar of this pod, or the app',
        command: `kubectl get pods -A -o wide | grep -F '${upstream.host}'; kubectl logs POD -n NS -c istio-proxy --since=10m`,
      },
      {
        text: 'Check whether one host answers like this or all of them',
        command: `curl -s localhost:9901/clusters | grep -F '${upstream.name}' | grep rq_error`,
      },
      {
        text: 'Try the app without a proxy in between',
        command: `kubectl exec POD -n NS -- curl -sv 'http://localhost:${upstream.port}/'`,
      },
      {
        text: 'If only one host answers like this, eject it',
        command: 'outlierDetection: {consecutiveGatewayErrors: 5, interval: 10s, baseEjectionTime: 30s}',
      },
    ],
  },
  avoid: [
    'Do not tune this gateway: it only passed the status on.',
    'Do not replace the status with an error page: it hides who sent it.',
  ],
  samples: [
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T11:05:00.800Z] "GET /legacy HTTP/1.1" 502 - via_upstream - "-" 0 157 12 11 "-" "curl/8.9.1" "01122334-4556-4677-8819-a3b4c5d6e7f8" "legacy.example" "192.0.2.49:80" outbound|80||legacy.old.svc.cluster.local 192.0.2.91:43200 198.51.100.3:80 192.0.2.91:55700 - default',
    },
    {
      gateway: 'nginx-access',
      record:
        '203.0.113.50 - - [22/Nov/2026:11:05:00 +0000] "GET /legacy HTTP/1.1" 502 552 "-" "curl/8.9.1" 301 0.012 [old-legacy-80] [] 192.0.2.49:80 552 0.012 502 5f60718293a4b5c6d7e8f90a1b2c3d4e',
    },
  ],
});
