import { defineCause } from '../cause.js';

/** A service that the gateway calls before it passes a request on failed. */
export const gatewayDependency = defineCause({
  id: 'gateway-dependency',
  class: 'gateway-policy',
  title: 'A service the gateway depends on failed',
  meaning:
    'A service that the gateway calls before it passes a request on, for authorization, rate limits or processing, failed or was too slow. The upstream of the request was most likely not contacted.',
  explains: ({ symptom }) => symptom === 'dependency-failed',
  fixes: {
    nginx: () => [
      {
        text: 'Find the failed subrequest just before this one in the error log',
        command: "grep -F 'subrequest:' /var/log/nginx/error.log | tail -5",
      },
      {
        text: 'See which service is called',
        command: "nginx -T 2>/dev/null | grep -nE 'auth_request|mirror'",
      },
      { text: 'Try it directly', command: "curl -sv -o /dev/null --max-time 3 'http://HOST:PORT/'" },
    ],
    envoy: () => [
      {
        text: 'See which service is called, and whether its cluster is healthy',
        command:
          "curl -s localhost:9901/stats | grep -E '(ext_authz|ratelimit|ext_proc).*(error|timeout|failure)'",
      },
      {
        text: 'Read its log, and check whether its pods are ready',
        command: 'kubectl get pods -A | grep -iE "authz|ratelimit|ext-proc"',
      },
      {
        text: 'See how long Envoy waits for it',
        command:
          "curl -s localhost:9901/config_dump | grep -nE -A8 'ext_authz|ratelimit|ext_proc' | grep timeout",
      },
      {
        text: 'If it is slow but works, add replicas before you raise its timeout',
        command: 'kubectl scale deployment DEPLOYMENT -n NS --replicas=3',
      },
    ],
  },
  avoid: ['Do not let authorization fail open to get traffic through: everybody is let in.'],
  samples: [
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T10:50:00.500Z] "GET /account HTTP/2" 504 - ext_proc_error_per-message_timeout_exceeded - "-" 0 0 201 - "-" "Mozilla/5.0" "cddeeff0-0112-4233-84d5-6f708192a3b4" "account.example" "-" outbound|8080||account.users.svc.cluster.local - 198.51.100.3:8080 192.0.2.91:55400 - default',
    },
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T10:50:01.001Z] "GET /account HTTP/2" 500 RLSE rate_limiter_error - "-" 0 0 20 - "-" "Mozilla/5.0" "deeff001-1223-4344-95e6-708192a3b4c5" "account.example" "-" outbound|8080||account.users.svc.cluster.local - 198.51.100.3:8080 192.0.2.91:55402 - default',
    },
  ],
});
