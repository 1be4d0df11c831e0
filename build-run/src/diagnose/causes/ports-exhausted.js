import { askEnvoy, countTimeWait, grepGatewayConfig, readEnvoyStats } from '../advice/commands.js';
import { change, look } from '../advice/fix-step.js';
import { defineCause } from '../cause.js';
/** Every source port towards this address is taken. */
export const portsExhausted = defineCause({
  id: 'ports-exhausted',
  class: 'gateway-resources',
  title: 'Gateway ran out of source ports',
  meaning:
    'The gateway has no free source port left towards this address, most often because every request opens its own connection and closed ones stay in TIME_WAIT. The upstream was not reached, and file descriptors are not the problem.',
  explains: ({ symptom, phase }) =>
    (symptom === 'EADDRNOTAVAIL' && phase === 'connecting') ||
    (symptom === 'EADDRINUSE' && (phase === 'connecting' || phase === 'binding')),
  emptiesGroup: true,
  isShared: true,
  isUsedUpByWaiting: true,
  fixes: {
    nginx: (facts) => [
      look(
        'gateway',
        'Count the sockets in TIME_WAIT, and compare with the port range',
        countTimeWait(facts),
      ),
      look(
        'gateway',
        'See whether connections are reused: keepalive, and the HTTP version',
        grepGatewayConfig(facts, 'keepalive|proxy_http_version|Connection'),
      ),
      facts.surroundings.gateway !== 'ingress-nginx' &&
        change(
          'gateway',
          'Keep connections open for reuse: at the end of its upstream block',
          'keepalive 64;',
          {
            sideEffect: 'Each worker keeps up to 64 idle connections to the group.',
            undo: 'Remove the line, and reload.',
          },
        ),
      facts.surroundings.gateway !== 'ingress-nginx' &&
        change(
          'gateway',
          'Before nginx 1.29.7 as well, beside the proxy_set_header lines in force (or proxy_pass)',
          'proxy_http_version 1.1; proxy_set_header Connection "";',
          {
            sideEffect: 'Beside proxy_pass it would drop the proxy_set_header lines of the blocks around it.',
            undo: 'Remove the lines, and reload.',
          },
        ),
      change(
        'gateway',
        'Until then, let outgoing connections reuse ports that rest',
        'sysctl -w net.ipv4.tcp_tw_reuse=1',
        { sideEffect: 'Helps after a second, not within a burst.', undo: 'Set the former value.' },
      ),
    ],
    envoy: (facts) => [
      look(
        'gateway',
        'Count the sockets in TIME_WAIT, and compare with the port range',
        countTimeWait(facts),
      ),
      look(
        'gateway',
        'See what keeps connections from being reused',
        askEnvoy(facts, 'config_dump', 'max_requests_per_connection'),
      ),
      look(
        'gateway',
        'See how many connections were opened and closed',
        readEnvoyStats(facts, `${facts.name}.*(cx_total|cx_destroy)`),
      ),
    ],
  },
  avoid: [
    'Do not set tcp_tw_recycle: it broke clients behind NAT, and newer kernels no longer have it.',
    'Do not raise ulimit: ports have run out, not descriptors.',
    'Do not widen the port range over ports that services listen on: they then fail to start.',
  ],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 10:00:12 [crit] 2411#2411: *200310 connect() to 192.0.2.17:8080 failed (99: Cannot assign requested address) while connecting to upstream, client: 203.0.113.180, server: shop.example, request: "GET / HTTP/1.1", upstream: "http://192.0.2.17:8080/", host: "shop.example"',
    },
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 10:00:13 [crit] 2411#2411: *200322 bind(192.0.2.5) failed (98: Address already in use) while connecting to upstream, client: 203.0.113.181, server: shop.example, request: "GET / HTTP/1.1", upstream: "http://192.0.2.17:8080/", host: "shop.example"',
    },
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T10:00:12.800Z] "GET / HTTP/1.1" 503 UF upstream_reset_before_response_started{remote_connection_failure|immediate_connect_error:_Cannot_assign_requested_address|remote_address:192.0.2.17:8080} - "immediate_connect_error:_Cannot_assign_requested_address|remote_address:192.0.2.17:8080" 0 213 0 - "-" "curl/8.9.1" "899aabbc-cdde-4eef-8091-2b3c4d5e6f70" "shop.example" "192.0.2.17:8080" outbound|8080||web.shop.svc.cluster.local - 198.51.100.3:8080 192.0.2.91:55010 - default',
    },
  ],
});
