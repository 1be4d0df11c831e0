import { defineCause } from '../cause.js';
import { formatAuthority } from '../fix-target.js';

/** The upstream sent a complete response with status 503. */
export const upstream503 = defineCause({
  id: 'upstream-503',
  class: 'passthrough',
  title: 'Upstream itself answered 503',
  meaning:
    'The upstream itself answered 503, and the gateway passed that on. The application or a proxy in front of it rejects work: it is overloaded, in maintenance, still starting, or has no server behind it.',
  explains: ({ symptom }) => symptom === 'answered-503',
  emptiesGroup: true,
  endedBy: 'upstream',
  fixes: {
    nginx: (upstream) => [
      {
        text: 'See who sent the response, and whether it has a Retry-After header',
        command: `curl -sv --max-time 5 'http://${formatAuthority(upstream)}/' 2>&1 | grep -iE 'server:|retry-after|503'`,
      },
      {
        text: 'Read the log of the application at that second',
        command: 'journalctl -u UNIT -n 100 --no-pager',
      },
      { text: 'Check whether it is overloaded or in maintenance', command: 'top -b -n1 | head -15' },
      {
        text: 'If only one of several hosts answers like this, retry on another',
        command: 'proxy_next_upstream error timeout http_503;',
      },
    ],
    envoy: (upstream) => [
      {
        text: 'Read the next hop by request id: in a mesh, its inbound sidecar sent the 503',
        command: `kubectl get pods -A -o wide | grep -F '${upstream.host}'; kubectl logs POD -n NS -c istio-proxy --since=10m`,
      },
      { text: 'Read the log of the app', command: 'kubectl logs POD -n NS --since=10m | tail -50' },
      {
        text: 'Check whether one host answers like this or all of them',
        command: `curl -s localhost:9901/clusters | grep -F '${upstream.name}' | grep rq_error`,
      },
      {
        text: 'If it is overloaded, add replicas',
        command: 'kubectl scale deployment DEPLOYMENT -n NS --replicas=4',
      },
    ],
  },
  avoid: [
    'Do not tune this gateway: it only passed the status on.',
    'Do not add retries: an overloaded service then gets even more load.',
  ],
  samples: [
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T11:10:00.900Z] "GET /stock/3 HTTP/1.1" 503 - via_upstream - "-" 0 19 4 3 "-" "okhttp/4.12.0" "12233445-5667-4788-992a-b4c5d6e7f809" "stock.example" "192.0.2.46:8080" outbound|8080||stock.shop.svc.cluster.local 192.0.2.91:43300 198.51.100.3:8080 192.0.2.91:55800 - default',
    },
    {
      gateway: 'nginx-access',
      record:
        '203.0.113.51 - - [22/Nov/2026:11:10:00 +0000] "GET /stock/3 HTTP/1.1" 503 19 "-" "okhttp/4.12.0" 412 0.004 [shop-stock-8080] [] 192.0.2.46:8080 19 0.004 503 60718293a4b5c6d7e8f90a1b2c3d4e5f',
    },
  ],
});
