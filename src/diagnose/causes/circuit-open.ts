import { defineCause } from '../cause.js';
import { formatAuthority } from '../fix-target.js';

/** The gateway reached its own limit for this upstream. */
export const circuitOpen = defineCause({
  id: 'circuit-open',
  class: 'overload',
  title: 'Gateway limit to upstream reached',
  meaning:
    'The gateway rejected the request at its own limit on connections or requests to this upstream. The upstream may be fine, but most often it has become slower, so more requests are open at once.',
  explains: ({ symptom }) => symptom === 'limit-reached',
  fixes: {
    nginx: (upstream) => [
      {
        text: 'See the limits of the group',
        command: `nginx -T 2>/dev/null | grep -A12 'upstream ${upstream.name} ' | grep -E 'max_conns|queue|server '`,
      },
      {
        text: 'Check whether the servers became slow: many requests open at once',
        command: "ss -Htn state established | awk '{print $4}' | sort | uniq -c | sort -rn | head",
      },
      {
        text: 'Fix what is slow or add servers; raise the limit only within their capacity',
        command: `server ${formatAuthority(upstream)} max_conns=200;`,
      },
    ],
    envoy: (upstream) => [
      {
        text: 'Check whether the upstream became slow: the number of open requests grows with it',
        command: `curl -s localhost:9901/clusters | grep -F '${upstream.name}' | grep -E 'rq_active|cx_active'`,
      },
      {
        text: 'See which limit was hit: connections, pending, requests or retries',
        command: `curl -s 'localhost:9901/stats?filter=${upstream.name}.*overflow'`,
      },
      {
        text: 'Read the current limits',
        command: `curl -s localhost:9901/clusters | grep -F '${upstream.name}' | grep -E 'max_(conn|pend|req|retr)'`,
      },
      {
        text: 'If the upstream has capacity, raise that one limit',
        command: 'connectionPool: {tcp: {maxConnections: 200}, http: {http1MaxPendingRequests: 200}}',
      },
    ],
  },
  avoid: [
    'Do not lift all limits as first aid: they keep one slow service from taking the others down with it.',
    'Do not trust circuit breaker gauges that show zero: they only cover this moment, so read the overflow counters.',
  ],
  samples: [
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T09:40:00.007Z] "GET /stock/9 HTTP/1.1" 503 UO upstream_reset_before_response_started{overflow} - "-" 0 81 0 - "-" "okhttp/4.12.0" "6778899a-abbc-4ccd-a7f8-091a2b3c4d5e" "stock.example" "-" outbound|8080||stock.shop.svc.cluster.local - 198.51.100.3:8080 192.0.2.91:54777 - default',
    },
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T09:40:00.301Z] "GET /stock/9 HTTP/1.1" 503 UO 0 81 0 - "-" "okhttp/4.12.0" "6778899a-abbc-4ccd-a7f8-091a2b3c4d5f" "stock.example" "-"',
    },
  ],
});
