import type { Symptom } from '../../parse/event.js';
import { defineCause } from '../cause.js';
import { formatAuthority } from '../fix-target.js';

/** The connection was closed by a TCP reset. */
export const connectionReset = defineCause({
  id: 'connection-reset',
  class: 'bad-response',
  title: 'Upstream connection was reset',
  titleWhenCut: 'Upstream resets amid its answers',
  meaning:
    'A TCP reset cut the connection: the upstream died or closed without reading everything, or a device in between dropped its state. Packets did arrive there, so the address and the port are right.',
  explains: ({ symptom, phase }) => resetSymptoms.has(symptom) && phase !== 'resolving',
  phrases: ['reset', 'resets', 'connection reset', 'connection resets', 'reset by peer'],
  emptiesGroup: true,
  isOutage: true,
  cutsOff: 'connection',
  endedBy: 'upstream',
  fixes: {
    nginx: (upstream) => [
      {
        text: 'Look for a crash, an OOM kill or a restart of the service at that second',
        command: "dmesg -T | grep -iE 'oom|segfault' | tail; journalctl -u UNIT -n 100 --no-pager",
      },
      {
        text: 'If only uploads fail, the app rejected the body early: align the limits',
        command: 'client_max_body_size 10m;',
      },
      {
        text: 'If uWSGI logs an invalid request block size, give it a larger buffer',
        command: 'buffer-size = 32768',
      },
      {
        text: 'If reused connections fail, close idle ones before the upstream does',
        command: `upstream ${upstream.name} { server ${formatAuthority(upstream)}; keepalive 32; keepalive_timeout 4s; }`,
      },
      {
        text: 'If a firewall or NAT is in between, keep idle connections alive in its table',
        command: 'proxy_socket_keepalive on;',
      },
    ],
    envoy: (upstream) => [
      {
        text: 'Check whether the container restarted or was killed at that second',
        command: `kubectl get pods -A -o wide | grep -F '${upstream.host}'; kubectl describe pod POD -n NS | grep -A5 'Last State'`,
      },
      {
        text: 'If it fails while connecting, check whether only one side uses mutual TLS',
        command: 'kubectl get peerauthentication,destinationrule -A',
      },
      { text: 'If only uploads fail, compare the body limit of the app with the request' },
      {
        text: 'If a NAT or load balancer is in between, keep connections alive in its table',
        command: 'connectionPool: {tcp: {tcpKeepalive: {time: 60s, interval: 20s}}}',
      },
      {
        text: 'See who sends the reset',
        command: `tcpdump -ni any 'host ${upstream.host} and tcp[tcpflags] & tcp-rst != 0'`,
      },
    ],
  },
  avoid: [
    'Do not enlarge proxy buffers: they hold responses, and none arrived.',
    'Do not raise timeouts: a reset is immediate.',
  ],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 07:02:51 [error] 2411#2411: *10112 recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 203.0.113.101, server: shop.example, request: "GET /search?q=tea HTTP/1.1", upstream: "http://192.0.2.17:8080/search?q=tea", host: "shop.example"',
    },
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 07:03:05 [error] 2411#2411: *10120 writev() failed (32: Broken pipe) while sending request to upstream, client: 203.0.113.102, server: files.example, request: "POST /upload HTTP/1.1", upstream: "http://192.0.2.30:8000/upload", host: "files.example"',
    },
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T07:02:51.402Z] "GET /search HTTP/1.1" 503 UF upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_reset_by_peer} - "delayed_connect_error:_Connection_reset_by_peer" 0 173 1 - "-" "Mozilla/5.0" "b5c6d7e8-f901-4112-bc4d-5e6f708192a3" "shop.example" "192.0.2.17:8080" outbound|8080||search.shop.svc.cluster.local - 198.51.100.3:8080 192.0.2.91:53300 - default',
    },
  ],
});

const resetSymptoms: ReadonlySet<Symptom> = new Set<Symptom>(['ECONNRESET', 'EPIPE', 'ENOTCONN']);
