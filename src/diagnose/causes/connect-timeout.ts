import { defineCause } from '../cause.js';
import { parseKubernetesService } from '../fix-target.js';

/** SYN packets went out, and nothing came back. */
export const connectTimeout = defineCause({
  id: 'connect-timeout',
  class: 'network',
  title: 'Connecting to the upstream timed out',
  meaning:
    'The gateway tried to connect and got no answer at all: a firewall drops packets, the host is dead, the address is stale, or the accept queue of the service is full. It does not mean that requests are slow, since none was sent yet.',
  explains: ({ symptom, phase }) =>
    (symptom === 'timed-out' && (phase === 'connecting' || phase === 'choosing')) ||
    (symptom === 'ETIMEDOUT' && (phase === 'connecting' || phase === 'choosing' || phase === null)),
  phrases: ['connect timeouts', 'connection timeout', 'connection timeouts'],
  emptiesGroup: true,
  isOutage: true,
  endedBy: 'gateway-timer',
  address: 'silent',
  fixes: {
    nginx: (upstream) => [
      {
        text: 'Try the same connection from the nginx host or pod',
        command: `nc -vz -w3 ${upstream.host} ${upstream.port}`,
      },
      {
        text: 'On the upstream, check whether the accept queue is full (Recv-Q above Send-Q)',
        command: `ss -ltn 'sport = :${upstream.port}'; nstat -az TcpExtListenOverflows TcpExtListenDrops`,
      },
      {
        text: 'Check whether the SYN leaves this host and reaches the other',
        command: `tcpdump -ni any host ${upstream.host} and tcp port ${upstream.port}`,
      },
      {
        text: 'Read the firewall, security group and network policy between the two',
        command: 'nft list ruleset | grep -iE "drop|reject"',
      },
      {
        text: 'Make retries reach a healthy server sooner in the meantime',
        command: 'proxy_connect_timeout 3s;',
      },
    ],
    envoy: (upstream) => [
      {
        text: 'Try the same connection from a pod next to the gateway',
        command: `kubectl debug POD -n NS -it --image=busybox -- nc -vz -w3 ${upstream.host} ${upstream.port}`,
      },
      {
        text: 'See which hosts time out: one means a dead node, all mean a rule or the service',
        command: `curl -s localhost:9901/clusters | grep -F '${upstream.name}' | grep cx_connect_fail`,
      },
      {
        text: 'Read the network policies of the target namespace',
        command: `kubectl get networkpolicy -n ${parseKubernetesService(upstream).namespace}`,
      },
      {
        text: 'In the upstream pod, check whether the accept queue is full (Recv-Q above Send-Q)',
        command: `kubectl exec POD -n NS -- ss -ltn 'sport = :${upstream.port}'`,
      },
      {
        text: 'Give up on a dead host sooner, so retries reach another one',
        command: 'connectionPool: {tcp: {connectTimeout: 3s}}',
      },
    ],
  },
  avoid: [
    'Do not raise the read or route timeout: neither applies before the connection is open.',
    'Do not raise the connect timeout: a healthy host answers in milliseconds, and clients give up before a longer one expires.',
  ],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 03:20:10 [error] 2411#2411: *8120 upstream timed out (110: Connection timed out) while connecting to upstream, client: 203.0.113.61, server: api.example, request: "GET /v1/quotes HTTP/1.1", upstream: "http://192.0.2.18:9000/v1/quotes", host: "api.example"',
    },
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 03:22:21 [error] 2411#2411: *8144 connect() failed (110: Connection timed out) while connecting to upstream, client: 203.0.113.61, server: api.example, request: "GET /v1/quotes HTTP/1.1", upstream: "http://[2001:db8::18]:9000/v1/quotes", host: "api.example"',
    },
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T03:20:00.411Z] "GET /v1/quotes HTTP/1.1" 503 UF upstream_reset_before_response_started{connection_timeout} - "-" 0 91 10000 - "-" "python-requests/2.32" "9e8d7c6b-5a49-4382-9716-0f1e2d3c4b5a" "quotes.example" "192.0.2.18:9000" outbound|9000||quotes.pricing.svc.cluster.local - 198.51.100.8:9000 192.0.2.92:43110 - default',
    },
  ],
});
