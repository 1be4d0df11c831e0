import {
  findCrash,
  findListener,
  findPod,
  grepGatewayConfig,
  listEndpoints,
  readServicePorts,
  readUpstreamLog,
  reloadGateway,
  usesSocket,
} from '../advice/commands.js';
import { act, change, look } from '../advice/fix-step.js';
import { namePassDirective } from '../advice/settings.js';
import { defineCause } from '../cause.js';
/** The machine answered that nothing listens on the port. */
export const connectionRefused = defineCause({
  id: 'connection-refused',
  class: 'upstream-down',
  title: 'Upstream refuses connections',
  meaning:
    'The address answered that nothing accepts connections on that port or socket. A refusal is immediate, so no timeout is involved; in Kubernetes, the address of a service without ready endpoints refuses as well.',
  // Also while proxying: over UDP, a refusal only follows after something was sent.
  explains: ({ symptom, phase }) => symptom === 'ECONNREFUSED' && phase !== 'resolving',
  phrases: ['refused', 'refusing', 'refuse', 'connection refused', 'refusals'],
  emptiesGroup: true,
  isOutage: true,
  looksCrashed: true,
  address: 'refusing',
  fixes: {
    nginx: (facts) => [
      usesSocket(facts)
        ? look('upstream', 'Check whether anything listens on the socket', findListener(facts))
        : facts.surroundings.place === 'kubernetes' && facts.service !== null
          ? look('cluster', 'Check whether the service has ready endpoints', listEndpoints(facts))
          : look('upstream', findListenerText(facts), findListener(facts)),
      look('upstream', 'See whether the service ended, and why', findCrash(facts)),
      look('upstream', 'Read its last log lines', readUpstreamLog(facts)),
      !usesSocket(facts) &&
        look(
          'gateway',
          'Compare the port nginx connects to with the one the service listens on',
          grepGatewayConfig(facts, `proxy_pass|server .*${facts.port}`),
        ),
      facts.host === '::1'
        ? change(
            'gateway',
            `Only IPv6 loopback refuses: in its ${namePassDirective(facts)} or server line, replace localhost by`,
            '127.0.0.1',
            { undo: 'Write localhost again.' },
          )
        : !usesSocket(facts) &&
          facts.surroundings.place !== 'kubernetes' &&
          act(
            'gateway',
            'If its name has a new address, reload: nginx looks names up once, at the start',
            reloadGateway(facts),
          ),
    ],
    envoy: (facts) => [
      look(
        'cluster',
        facts.surroundings.direction === 'inbound'
          ? 'The app beside this sidecar refuses: check whether its container runs'
          : 'Find the pod with this address, and check whether it is ready',
        findPod(facts),
      ),
      look('upstream', 'See why its container exited', findCrash(facts)),
      facts.service !== null &&
        look('cluster', 'Compare targetPort with the port the app listens on', readServicePorts(facts)),
      look(
        'upstream',
        'Read its last log lines, and which address it listens on: it must be that of the pod',
        readUpstreamLog(facts),
      ),
      facts.surroundings.place === 'kubernetes' &&
        facts.port !== ambientPort &&
        change(
          'upstream',
          'If pods refuse during startup, add a readiness probe to the container',
          `readinessProbe: {tcpSocket: {port: ${facts.port}}, periodSeconds: 5}`,
          { sideEffect: 'Restarts the pods one by one.', undo: 'kubectl rollout undo' },
        ),
    ],
  },
  avoid: [
    'Do not raise timeouts: the refusal is immediate.',
    'Do not raise the listen backlog: on Linux a full TCP accept queue drops packets and shows as a connect timeout, not as a refusal.',
  ],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 03:04:05 [error] 2411#2411: *7702 connect() failed (111: Connection refused) while connecting to upstream, client: 203.0.113.24, server: shop.example, request: "GET /basket?step=2 HTTP/1.1", upstream: "http://192.0.2.17:8080/basket?step=2", host: "shop.example"',
    },
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 03:04:06 [error] 2411#2411: *7710 connect() to unix:/run/blog/app.sock failed (111: Connection refused) while connecting to upstream, client: 203.0.113.25, server: blog.example, request: "GET / HTTP/2.0", upstream: "http://unix:/run/blog/app.sock:/", host: "blog.example"',
    },
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 03:04:07 [error] 2411#2411: *7712 recv() failed (111: Connection refused) while proxying and reading from upstream, udp client: 203.0.113.26, server: 0.0.0.0:53, upstream: "192.0.2.17:53", bytes from/to client:40/0, bytes from/to upstream:0/40',
    },
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T03:04:05.118Z] "GET /api/orders/81 HTTP/1.1" 503 UF upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "delayed_connect_error:_Connection_refused" 0 167 3 - "-" "okhttp/4.12.0" "5d0e2b6f-91f8-4a57-8a4e-0c2f7d1b9a10" "orders.shop.example" "192.0.2.40:8080" outbound|8080||orders.shop.svc.cluster.local - 198.51.100.3:8080 192.0.2.91:51234 - default',
    },
    {
      gateway: 'caddy-error',
      record:
        '{"level":"error","ts":1795316645.118,"logger":"http.log.error","msg":"dial tcp 192.0.2.4:80: connect: connection refused","request":{"remote_ip":"203.0.113.9","remote_port":"51234","proto":"HTTP/1.1","method":"GET","host":"shop.example","uri":"/basket"},"duration":0.001,"status":502,"err_id":"x5rcbtc4s","err_trace":"reverseproxy.statusError (reverseproxy.go:1272)"}',
    },
  ],
});
const findListenerText = ({ host, surroundings: { place } }) =>
  place === 'docker'
    ? 'Find the container with this address, and whether it runs'
    : `Check whether anything listens on that port on ${host.length > 40 || host === 'HOST' ? 'the upstream host' : host}`;
/** Port of ztunnel on every node of an ambient mesh: the app does not listen there. */
const ambientPort = '15008';
