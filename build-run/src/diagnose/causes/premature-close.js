import {
  findCrash,
  isIstio,
  readEnvoyHosts,
  readUpstreamLog,
  speaksHttp,
  tryTls,
} from '../advice/commands.js';
import { changeEnvoySetting } from '../advice/envoy-settings.js';
import { change, look } from '../advice/fix-step.js';
import { changeKeepAlive, changeWorkerTimeout } from '../advice/runtimes.js';
import { bufferUploads, changeProtocolOfRuntime, changeScheme } from '../advice/settings.js';
import { defineCause } from '../cause.js';
/** The upstream closed the connection before it had answered. */
export const prematureClose = defineCause({
  id: 'premature-close',
  class: 'bad-response',
  title: 'Upstream closed before it answered',
  titleWhenCut: 'Upstream breaks off its answers',
  meaning:
    'The upstream accepted the connection and closed it before the response was complete: it crashed, was killed, gave up on the request, speaks another protocol, or closed an idle connection just as the gateway used it. The gateway did not time out; it was still waiting.',
  explains: ({ symptom, phase }) => symptom === 'closed' && phase !== 'handshaking' && phase !== 'resolving',
  phrases: ['prematurely closed', 'closed early', 'premature'],
  emptiesGroup: true,
  isOutage: true,
  cutsOff: 'connection',
  endedBy: 'upstream',
  fixes: {
    nginx: (facts) => [
      look('upstream', 'See whether the service ended at that second, and why', findCrash(facts)),
      look('upstream', 'Read its log: crash, killed worker, worker timeout', readUpstreamLog(facts)),
      speaksHttp(facts) &&
        look(
          'gateway',
          'If every request fails: see whether the port speaks TLS or another protocol',
          tryTls(facts, '', ' 2>&1 | head -3'),
        ),
      facts.surroundings.gateway !== 'ingress-nginx' &&
        change(
          'gateway',
          'If a few fail within milliseconds, close idle ones sooner: in its upstream block',
          'keepalive_timeout 4s;',
          { sideEffect: 'Needs nginx 1.15.3 or newer.', undo: 'Remove the line, and reload.' },
        ),
      facts.surroundings.scheme === 'http' && facts.surroundings.runtime === null
        ? changeScheme(facts, 'If it speaks TLS', 'http', 'https')
        : changeProtocolOfRuntime(facts) || changeKeepAlive(facts),
      bufferUploads(facts, 'If request buffering is off and only uploads fail, turn it on') ||
        changeWorkerTimeout(facts),
    ],
    envoy: (facts) => [
      look('upstream', 'See whether the container restarted or was killed at that second', findCrash(facts)),
      look('upstream', 'Read its log: crash, killed worker, worker timeout', readUpstreamLog(facts)),
      look('gateway', 'See whether one host does it or all of them', readEnvoyHosts(facts, 'rq_error')),
      changeEnvoySetting(
        facts,
        'If a few fail within milliseconds, close idle connections before the app does',
        'connection-idle',
      ),
      isIstio(facts) &&
        look(
          'cluster',
          'If every call fails since a change, see what both sides require of TLS',
          'kubectl get peerauthentication,destinationrule -A',
        ),
    ],
  },
  avoid: [
    'Do not raise a timeout: the upstream closed the connection, and nothing timed out.',
    'Do not disable keep-alive everywhere: it hides the race and costs a connection for each request.',
    'Do not retry POST blindly: the upstream may have done the work before it closed.',
  ],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 06:55:13 [error] 2411#2411: *10020 upstream prematurely closed connection while reading response header from upstream, client: 203.0.113.99, server: shop.example, request: "POST /checkout HTTP/1.1", upstream: "http://192.0.2.17:8080/checkout", host: "shop.example"',
    },
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 06:55:20 [error] 2411#2411: *10031 upstream prematurely closed FastCGI stdout while reading response header from upstream, client: 203.0.113.99, server: wiki.example, request: "GET /edit.php HTTP/1.1", upstream: "fastcgi://192.0.2.19:9000", host: "wiki.example"',
    },
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T06:55:13.871Z] "POST /checkout HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 96 95 2 - "-" "Mozilla/5.0" "a4b5c6d7-e8f9-4001-ab3c-4d5e6f708192" "shop.example" "192.0.2.17:8080" outbound|8080||checkout.shop.svc.cluster.local 192.0.2.91:42312 198.51.100.3:8080 192.0.2.91:53222 - default',
    },
    {
      gateway: 'nginx-access',
      record:
        '{"time":"2026-11-22T06:55:13+00:00","remote_addr":"203.0.113.99","request":"POST /checkout HTTP/1.1","request_length":"611","status":"502","body_bytes_sent":"157","upstream_addr":"192.0.2.17:8080","upstream_status":"502","upstream_connect_time":"0.000","upstream_header_time":"-","upstream_response_time":"0.002","upstream_bytes_sent":"611","upstream_bytes_received":"0"}',
    },
    {
      gateway: 'caddy-error',
      record:
        '{"level":"error","ts":1795316645.118,"logger":"http.log.error","msg":"EOF","request":{"remote_ip":"203.0.113.9","remote_port":"51234","proto":"HTTP/1.1","method":"GET","host":"shop.example","uri":"/basket"},"duration":0.001,"status":502,"err_id":"x5rcbtc4s","err_trace":"reverseproxy.statusError (reverseproxy.go:1272)"}',
    },
  ],
});
