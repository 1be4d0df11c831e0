import { defineCause } from '../cause.js';
import { formatAuthority } from '../fix-target.js';

/** Every source port towards this address is taken. */
export const portsExhausted = defineCause({
  id: 'ports-exhausted',
  class: 'gateway-resources',
  title: 'Gateway ran out of source ports',
  meaning:
    'The gateway has no free source port left towards this address, most often because every request opens its own connection and closed ones stay in TIME_WAIT. The upstream is not at fault, and file descriptors are not the problem.',
  explains: ({ symptom, phase }) =>
    (symptom === 'EADDRNOTAVAIL' && phase === 'connecting') ||
    (symptom === 'EADDRINUSE' && (phase === 'connecting' || phase === 'binding')),
  emptiesGroup: true,
  isShared: true,
  isUsedUpByWaiting: true,
  fixes: {
    nginx: (upstream) => [
      {
        text: 'Count the sockets in TIME_WAIT, and compare with the port range',
        command: `ss -Htan state time-wait '( dport = :${upstream.port} )' | wc -l; sysctl net.ipv4.ip_local_port_range`,
      },
      {
        text: 'Keep connections open and reuse them',
        command: `upstream ${upstream.name} { server ${formatAuthority(upstream)}; keepalive 64; }`,
      },
      {
        text: 'Before nginx 1.29.7, that needs two more lines in the location',
        command: 'proxy_http_version 1.1; proxy_set_header Connection "";',
      },
      {
        text: 'Widen the range, and allow reuse of ports in TIME_WAIT',
        command: 'sysctl -w net.ipv4.ip_local_port_range="1024 65535" net.ipv4.tcp_tw_reuse=1',
      },
      {
        text: 'If the upstream is on this host, use a unix socket',
        command: 'proxy_pass http://unix:/run/app.sock;',
      },
    ],
    envoy: (upstream) => [
      {
        text: 'Count the sockets in TIME_WAIT, and compare with the port range',
        command: `ss -Htan state time-wait '( dport = :${upstream.port} )' | wc -l; sysctl net.ipv4.ip_local_port_range`,
      },
      {
        text: 'See what prevents connections from being reused',
        command: "curl -s localhost:9901/config_dump | grep -n 'max_requests_per_connection'",
      },
      { text: 'In Istio, lift that limit', command: 'connectionPool: {http: {maxRequestsPerConnection: 0}}' },
      {
        text: 'Use HTTP/2 to the upstream if it supports it',
        command: 'connectionPool: {http: {h2UpgradePolicy: UPGRADE}}',
      },
      { text: 'Widen the range', command: 'sysctl -w net.ipv4.ip_local_port_range="1024 65535"' },
    ],
  },
  avoid: [
    'Do not set tcp_tw_recycle: it broke clients behind NAT, and newer kernels no longer have it.',
    'Do not raise ulimit: ports have run out, not descriptors.',
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
