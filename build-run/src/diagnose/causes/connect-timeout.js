import { findNamespace, findPod, readEnvoyHosts, testConnection } from '../advice/commands.js';
import { changeEnvoySetting } from '../advice/envoy-settings.js';
import { look } from '../advice/fix-step.js';
import { changeDirectives } from '../advice/settings.js';
import { defineCause } from '../cause.js';
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
    nginx: (facts) => [
      look('gateway', 'Try the same connection from the gateway', testConnection(facts)),
      facts.surroundings.place !== 'kubernetes' &&
        look(
          'upstream',
          'See whether the accept queue is full (Recv-Q above Send-Q) where it listens',
          `ss -ltn 'sport = :${facts.port}'; nstat -az TcpExtListenOverflows`,
        ),
      facts.surroundings.place === 'kubernetes' &&
        look('cluster', 'See whether a pod still has this address', findPod(facts)),
      facts.surroundings.place === 'kubernetes'
        ? look(
            'cluster',
            'Read the network policies of its namespace',
            `kubectl get networkpolicy -n ${findNamespace(facts)}`,
          )
        : look(
            'gateway',
            'See whether the SYN leaves this host, and whether an answer comes',
            `tcpdump -ni any host ${facts.host} and tcp port ${facts.port}`,
          ),
      changeDirectives(facts, 'Until it is mended, let retries reach another server sooner', {
        connect_timeout: '3s',
      }),
    ],
    envoy: (facts) => [
      look('gateway', 'Try the same connection from the gateway', testConnection(facts)),
      look(
        'gateway',
        'See which hosts time out: one is a dead node, all are a rule or the service',
        readEnvoyHosts(facts, 'cx_connect_fail'),
      ),
      facts.surroundings.place === 'kubernetes' &&
        look('cluster', 'See whether a pod still has this address', findPod(facts)),
      facts.surroundings.place === 'kubernetes' &&
        look(
          'cluster',
          'Read the network policies of its namespace',
          `kubectl get networkpolicy -n ${findNamespace(facts)}`,
        ),
      changeEnvoySetting(
        facts,
        'Give up on a dead host sooner, so that retries reach another one',
        'connect-timeout',
      ),
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
    {
      gateway: 'caddy-error',
      record:
        '{"level":"error","ts":1795316645.118,"logger":"http.log.error","msg":"dial tcp 192.0.2.4:80: i/o timeout","request":{"remote_ip":"203.0.113.9","remote_port":"51234","proto":"HTTP/1.1","method":"GET","host":"shop.example","uri":"/basket"},"duration":0.001,"status":502,"err_id":"x5rcbtc4s","err_trace":"reverseproxy.statusError (reverseproxy.go:1272)"}',
    },
  ],
});
