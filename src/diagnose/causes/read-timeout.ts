import { defineCause } from '../cause.js';

/** The upstream accepted the request and did not answer in time. */
export const readTimeout = defineCause({
  id: 'read-timeout',
  class: 'timeout',
  title: 'Upstream does not answer in time',
  titleWhenCut: 'Upstream stops amid its answers',
  meaning:
    'The upstream accepted the request and then sent nothing for the whole read timeout of the gateway. The network is fine and the service is running: it is slow, stuck or out of workers.',
  explains: ({ symptom, phase }) =>
    symptom === 'timed-out' &&
    (phase === null || phase === 'reading-header' || phase === 'reading-body' || phase === 'tunnelling'),
  phrases: ['read timeout', 'read timeouts', 'reply timeout'],
  emptiesGroup: true,
  endedBy: 'gateway-timer',
  fixes: {
    nginx: ({ port }) => [
      {
        text: 'See what the upstream waits for: database, locks, another service',
        command: 'top -b -n1 | head -20; journalctl -u UNIT -n 100 --no-pager',
      },
      {
        text: 'Count its requests in progress, and compare with its workers',
        command: `ss -Htn state established '( dport = :${port} )' | wc -l`,
      },
      {
        text: 'Check whether one route is slow or all of them',
        command: `grep -F 'upstream timed out' /var/log/nginx/error.log | grep -oE '"[A-Z]+ [^ ?]+' | sort | uniq -c | sort -rn`,
      },
      {
        text: 'PHP: check whether the pool has run out of children',
        command: "grep -r 'max_children' /var/log/php*fpm* | tail -5",
      },
      {
        text: 'If this one route is slow by nature, raise the timeout there and nowhere else',
        command: 'location = /report { proxy_read_timeout 180s; }',
      },
    ],
    envoy: (upstream) => [
      {
        text: 'See what the app is waiting for',
        command: 'kubectl logs POD -n NS --since=10m | tail -100; kubectl top pod POD -n NS --containers',
      },
      {
        text: 'Check whether one host is slow or all of them',
        command: `curl -s localhost:9901/clusters | grep -F '${upstream.name}' | grep -E 'rq_timeout|rq_active'`,
      },
      {
        text: 'Check whether the whole timeout expired, or that of one try',
        command: `curl -s localhost:9901/stats | grep -E '${upstream.name}.*(rq_timeout|per_try_timeout)'`,
      },
      {
        text: 'Check whether CPU limits throttle it',
        command: 'kubectl exec POD -n NS -- cat /sys/fs/cgroup/cpu.stat',
      },
      {
        text: 'If this route is slow by nature, raise its own timeout, below that of the client',
        command: 'timeout: 60s',
      },
    ],
  },
  avoid: [
    'Do not raise the timeout for everything: stuck requests then pile up, hold connections and hide the fault.',
    'Do not retry timed-out requests that change data: the first try may still be running.',
    'Do not change keepalive_timeout or client_body_timeout: they have nothing to do with it.',
  ],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 06:01:00 [error] 2411#2411: *9660 upstream timed out (110: Connection timed out) while reading response header from upstream, client: 203.0.113.90, server: api.example, request: "POST /v1/quotes HTTP/1.1", upstream: "http://192.0.2.18:9000/v1/quotes", host: "api.example"',
    },
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 06:01:30 [error] 2411#2411: *9671 upstream timed out (110: Connection timed out) while reading upstream, client: 203.0.113.91, server: api.example, request: "GET /v1/export HTTP/1.1", upstream: "http://192.0.2.18:9000/v1/export", host: "api.example"',
    },
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T06:01:00.500Z] "POST /v1/quotes HTTP/1.1" 504 UT response_timeout - "-" 412 24 15000 - "-" "python-requests/2.32" "718293a4-b5c6-4d7e-8809-1a2b3c4d5e6f" "quotes.example" "192.0.2.18:9000" outbound|9000||quotes.pricing.svc.cluster.local 192.0.2.92:40410 198.51.100.8:9000 192.0.2.92:43771 - default',
    },
    {
      gateway: 'nginx-access',
      record:
        '203.0.113.90 - - [22/Nov/2026:06:01:00 +0000] "GET /v1/quotes HTTP/1.1" 504 167 "-" "python-requests/2.32" 398 60.002 [pricing-quotes-9000] [] 192.0.2.18:9000 0 60.001 504 4e5f60718293a4b5c6d7e8f90a1b2c3d',
    },
  ],
});
