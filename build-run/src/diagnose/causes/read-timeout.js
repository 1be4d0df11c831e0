import {
  countConnections,
  grepGatewayLog,
  readEnvoyHosts,
  readUpstreamLog,
  usesSocket,
} from '../advice/commands.js';
import { changeEnvoySetting } from '../advice/envoy-settings.js';
import { look } from '../advice/fix-step.js';
import { changeWorkers } from '../advice/runtimes.js';
import { bufferUploads, changeDirectives } from '../advice/settings.js';
import { proposeTimeoutS, wasFast } from '../advice/usual-answers.js';
import { defineCause } from '../cause.js';
/** The upstream accepted the request and did not answer in time. */
export const readTimeout = defineCause({
  id: 'read-timeout',
  class: 'timeout',
  title: 'Upstream does not answer in time',
  titleWhenCut: 'Upstream stops amid its answers',
  meaning:
    'The gateway had a connection and then received nothing for its whole read timeout. Usually the upstream is slow, stuck or out of workers; a machine that vanished under an open connection looks the same.',
  explains: ({ symptom, phase }) =>
    symptom === 'timed-out' &&
    (phase === null || phase === 'reading-header' || phase === 'reading-body' || phase === 'tunnelling'),
  phrases: ['read timeout', 'read timeouts', 'reply timeout'],
  emptiesGroup: true,
  endedBy: 'gateway-timer',
  fixes: {
    nginx: (facts) => [
      look(
        'upstream',
        'See what the upstream waits for: database, locks, another service',
        readUpstreamLog(facts),
      ),
      !facts.doOtherRoutesAnswer &&
        look(
          'gateway',
          'Check whether one route is slow or all of them',
          `${grepGatewayLog(facts, 'upstream timed out')} | grep -oE '"[A-Z]+ [^ ?]+' | sort | uniq -c | sort -rn`,
        ),
      facts.surroundings.runtime === 'php-fpm' &&
        look(
          'upstream',
          'Check whether the PHP pool has run out of children',
          "grep -rE 'max_children' /var/log/php*fpm* | tail -5",
        ),
      !usesSocket(facts) &&
        facts.surroundings.runtime !== 'php-fpm' &&
        look(
          'gateway',
          'Count its requests in progress, and compare with its workers',
          countConnections(facts),
        ),
      changeWorkers(facts),
      bufferUploads(facts, 'If request buffering is off and uploads hold its workers, turn it on'),
      !wasFast(facts) &&
        changeDirectives(
          facts,
          'If this one route is slow by nature, raise a lower timeout',
          { read_timeout: `${proposeTimeoutS(facts, 180)}s` },
          'Slow requests hold a connection for that long.',
        ),
    ],
    envoy: (facts) => [
      look('upstream', 'See what the app waits for', readUpstreamLog(facts)),
      look(
        'gateway',
        'Check whether one host is slow or all of them',
        readEnvoyHosts(facts, 'rq_(timeout|active)'),
      ),
      facts.surroundings.place === 'kubernetes' &&
        look(
          'upstream',
          'Check whether CPU limits throttle it',
          `kubectl top pods -n ${facts.namespace ?? 'NS'} --containers`,
        ),
      !wasFast(facts) &&
        changeEnvoySetting(
          facts,
          'If this route is slow by nature, raise its own timeout, below that of the client',
          'route-timeout',
          'Slow requests hold a connection for that long.',
        ),
    ],
  },
  avoid: [
    'Do not raise the timeout for everything: stuck requests then pile up, hold connections and hide the fault.',
    'Do not retry timed-out requests that change data: the first try may still be running.',
    'Do not change keepalive_timeout or client_body_timeout: they have nothing to do with it.',
  ],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 06:01:00 [error] 2411#2411: *9660 upstream timed out (110: Connection timed out) while reading response header from upstream, client: 203.0.113.90, server: api.example, request: "POST /v1/quotes HTTP/1.1", upstream: "http://192.0.2.18:9000/v1/quotes", host: "api.example"',
    },
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 06:01:30 [error] 2411#2411: *9671 upstream timed out (110: Connection timed out) while reading upstream, client: 203.0.113.91, server: api.example, request: "GET /v1/export HTTP/1.1", upstream: "http://192.0.2.18:9000/v1/export", host: "api.example"',
    },
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T06:01:00.500Z] "POST /v1/quotes HTTP/1.1" 504 UT response_timeout - "-" 412 24 15000 - "-" "python-requests/2.32" "718293a4-b5c6-4d7e-8809-1a2b3c4d5e6f" "quotes.example" "192.0.2.18:9000" outbound|9000||quotes.pricing.svc.cluster.local 192.0.2.92:40410 198.51.100.8:9000 192.0.2.92:43771 - default',
    },
    {
      gateway: 'nginx-access',
      record:
        '203.0.113.90 - - [22/Nov/2026:06:01:00 +0000] "GET /v1/quotes HTTP/1.1" 504 167 "-" "python-requests/2.32" 398 60.002 [pricing-quotes-9000] [] 192.0.2.18:9000 0 60.001 504 4e5f60718293a4b5c6d7e8f90a1b2c3d',
    },
    {
      gateway: 'caddy-error',
      record:
        '{"level":"error","ts":1795316645.118,"logger":"http.log.error","msg":"net/http: timeout awaiting response headers","request":{"remote_ip":"203.0.113.9","remote_port":"51234","proto":"HTTP/1.1","method":"GET","host":"shop.example","uri":"/basket"},"duration":0.001,"status":504,"err_id":"x5rcbtc4s","err_trace":"reverseproxy.statusError (reverseproxy.go:1272)"}',
    },
  ],
});
