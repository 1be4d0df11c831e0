import { defineCause, type FixTarget } from '../cause.js';
import { parseKubernetesService, placeholders } from '../fix-target.js';

/** The machine answered that nothing listens on the port. */
export const connectionRefused = defineCause({
  id: 'connection-refused',
  class: 'upstream-down',
  title: 'Upstream refuses connections',
  meaning:
    'The machine is up and answers, but nothing listens on that port or socket. It is neither slow nor overloaded: a refusal is immediate, so no timeout is involved.',
  // Also while proxying: over UDP, a refusal only follows after something was sent.
  explains: ({ symptom, phase }) => symptom === 'ECONNREFUSED' && phase !== 'resolving',
  phrases: ['refused', 'refusing', 'refuse', 'connection refused', 'refusals'],
  emptiesGroup: true,
  isOutage: true,
  looksCrashed: true,
  address: 'refusing',
  fixes: {
    nginx: (upstream) => [
      {
        text: 'Check whether anything listens on that port on the upstream host',
        command: buildListenerCommand(upstream),
      },
      {
        text: 'Look in the log of the service for a crash or a kill',
        command: "journalctl -u UNIT -n 100 --no-pager; dmesg -T | grep -iE 'oom|killed process'",
      },
      {
        text: 'Compare the port nginx connects to with the one the service listens on',
        command: `nginx -T 2>/dev/null | grep -nE 'proxy_pass|server .*${upstream.port}'`,
      },
      {
        text: 'If only [::1] refuses, use 127.0.0.1 instead of localhost',
        command: `proxy_pass http://127.0.0.1:${upstream.port};`,
      },
      {
        text: 'If the service moved in a redeploy, make nginx resolve its name again',
        command: 'nginx -t && nginx -s reload',
      },
    ],
    envoy: (upstream) => [
      {
        text: 'Find the pod with this address, and check whether it is ready',
        command: `kubectl get pods -A -o wide | grep -F '${upstream.host}'`,
      },
      { text: 'See why its container exited', command: 'kubectl logs POD -n NS --previous --tail=50' },
      {
        text: 'Compare targetPort with the port the app listens on',
        command: `kubectl get svc ${parseKubernetesService(upstream).service} -n ${parseKubernetesService(upstream).namespace} -o jsonpath='{.spec.ports}'`,
      },
      {
        text: 'Check whether the app listens on loopback only; it must listen on the pod address',
        command: 'kubectl exec POD -n NS -- ss -ltn',
      },
      {
        text: 'If pods refuse during startup, add a readiness probe for the port',
        command: `readinessProbe: {tcpSocket: {port: ${upstream.port}}, periodSeconds: 5}`,
      },
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
  ],
});

const buildListenerCommand = ({ socket, port }: FixTarget) =>
  socket === placeholders.socket
    ? `ss -ltnp 'sport = :${port}'`
    : `ss -xlp | grep -F '${socket}'; ls -l ${socket}`;
