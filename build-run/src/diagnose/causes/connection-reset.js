import { findCrash, grepGatewayLog, isIstio, readEnvoyHosts, readUpstreamLog } from '../advice/commands.js';
import { changeEnvoySetting } from '../advice/envoy-settings.js';
import { change, look } from '../advice/fix-step.js';
import { changeKeepAlive, changeWorkerTimeout } from '../advice/runtimes.js';
import { changeProtocolOfRuntime } from '../advice/settings.js';
import { defineCause } from '../cause.js';
/** The connection was closed by a TCP reset. */
export const connectionReset = defineCause({
  id: 'connection-reset',
  class: 'bad-response',
  title: 'Upstream connection was reset',
  titleWhenCut: 'Upstream resets amid its answers',
  meaning:
    'A TCP reset cut the connection: the upstream died or closed without reading everything, it speaks another protocol, or a device in between dropped its state. No time limit of the gateway expired; one of the upstream may have.',
  explains: ({ symptom, phase }) => resetSymptoms.has(symptom) && phase !== 'resolving',
  phrases: ['reset', 'resets', 'connection reset', 'connection resets', 'reset by peer'],
  emptiesGroup: true,
  isOutage: true,
  cutsOff: 'connection',
  endedBy: 'upstream',
  fixes: {
    nginx: (facts) => [
      look('upstream', 'See whether the service ended at that second, and why', findCrash(facts)),
      look('upstream', 'Read its log at that second', readUpstreamLog(facts)),
      look(
        'gateway',
        'See whether all requests fail, or one kind: uploads, one route',
        `${grepGatewayLog(facts, 'reset by peer')} | grep -oE '"[A-Z]+ [^ ?"]+' | sort | uniq -c | sort -rn`,
      ),
      changeProtocolOfRuntime(facts) || changeKeepAlive(facts),
      facts.surroundings.gateway !== 'ingress-nginx' &&
        !isRequestLimit(facts) &&
        change(
          'gateway',
          'If only reused connections fail, close idle ones sooner: in its upstream block',
          'keepalive_timeout 4s;',
          { sideEffect: 'Needs nginx 1.15.3 or newer.', undo: 'Remove the line, and reload.' },
        ),
      isRequestLimit(facts) &&
        change(
          'upstream',
          'If requests with large cookies fail, enlarge the header buffer of uWSGI',
          'buffer-size = 32768',
          { undo: 'Set the former value.' },
        ),
      facts.record.mayHaveBody
        ? look(
            'upstream',
            'If only uploads fail, find the size that the app accepts: it closed before it had read the body',
            readUpstreamLog(facts, 50),
          )
        : changeWorkerTimeout(facts),
    ],
    envoy: (facts) => [
      look('upstream', 'See whether the container restarted or was killed at that second', findCrash(facts)),
      look('upstream', 'Read its log at that second', readUpstreamLog(facts)),
      look(
        'gateway',
        'See whether one host resets or all of them',
        readEnvoyHosts(facts, 'cx_connect_fail|rq_error'),
      ),
      isIstio(facts) &&
        look(
          'cluster',
          'If it fails while connecting, see whether only one side uses mutual TLS',
          'kubectl get peerauthentication,destinationrule -A',
        ),
      changeEnvoySetting(
        facts,
        'If only reused connections fail, close idle ones before the app does',
        'connection-idle',
      ),
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
const resetSymptoms = new Set(['ECONNRESET', 'EPIPE', 'ENOTCONN']);
/** uWSGI resets a connection whose header is larger than its buffer. */
const isRequestLimit = ({ surroundings: { scheme } }) => scheme === 'uwsgi';
