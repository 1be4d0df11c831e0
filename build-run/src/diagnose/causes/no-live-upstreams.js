import {
  curlUpstream,
  grepGatewayLog,
  isIstio,
  listEndpoints,
  nameProxy,
  readEnvoyHosts,
  readUpstreamGroup,
  speaksHttp,
  testConnection,
} from '../advice/commands.js';
import { changeEnvoySetting } from '../advice/envoy-settings.js';
import { change, look } from '../advice/fix-step.js';
import { defineCause } from '../cause.js';
/** Earlier failures emptied the group, or, with Envoy, no endpoint was known; its lines do not tell which. */
export const noLiveUpstreams = defineCause({
  id: 'no-live-upstreams',
  class: 'upstream-down',
  title: 'No upstream server left to try',
  meaning:
    'When the request arrived, the load balancer had no server to choose: every one was ejected, unhealthy, down, full or unresolved, or the list was empty. This is often the aftermath of earlier failures, and does not mean that all servers are down now; a line of Envoy does not show whether hosts were ejected or none was known.',
  explains: ({ symptom }) => symptom === 'no-peer',
  phrases: ['no live upstream', 'no healthy upstream', 'no healthy upstreams'],
  isAftermath: true,
  isOutage: true,
  fixes: {
    nginx: (facts) => [
      look(
        'gateway',
        'Read what failed at its servers before this: that is the cause',
        `${grepGatewayLog(facts, '(failed|timed out|prematurely).*upstream')} | tail -20`,
      ),
      facts.surroundings.gateway !== 'ingress-nginx' &&
        look('gateway', 'See the servers with max_fails, max_conns and down', readUpstreamGroup(facts)),
      facts.service !== null &&
        look('cluster', 'Check whether the service has ready endpoints', listEndpoints(facts)),
      look(
        'gateway',
        'Try one of its servers directly',
        speaksHttp(facts) ? curlUpstream(facts, '-v -o /dev/null') : testConnection(facts),
      ),
      facts.surroundings.gateway !== 'ingress-nginx' &&
        change(
          'gateway',
          'If the servers answer most requests, stop ejecting them: on each server line',
          'max_fails=0',
          { sideEffect: 'Requests keep going to a server that is down.', undo: 'Remove it, and reload.' },
        ),
      facts.surroundings.gateway !== 'ingress-nginx' &&
        change(
          'gateway',
          'If max_conns is set lower and nothing failed before, raise it: on each server line',
          'max_conns=200',
          {
            sideEffect: 'A slow server gets more requests at once.',
            undo: 'Set the former value, and reload.',
          },
        ),
    ],
    envoy: (facts) => [
      look(
        'gateway',
        'See whether its hosts are missing, or present and unhealthy',
        readEnvoyHosts(facts, 'health_flags|rq_error'),
      ),
      facts.surroundings.place === 'kubernetes' &&
        look(
          'cluster',
          'Check whether the service has ready endpoints, and what its selector matches',
          listEndpoints(facts),
        ),
      isIstio(facts) &&
        look(
          'cluster',
          'List the endpoints that this proxy has',
          `istioctl proxy-config endpoint ${nameProxy(facts)} | grep -F '${facts.name}'`,
        ),
      isIstio(facts) &&
        look(
          'cluster',
          'With subsets, check that their labels match pods',
          "kubectl get destinationrules -A -o yaml | grep -B3 -A8 'subsets:'",
        ),
      changeEnvoySetting(
        facts,
        'If all were ejected: fix what they fail with, then limit the ejection',
        'outlier-detection',
        'Requests keep going to hosts that fail.',
      ),
    ],
  },
  avoid: [
    'Do not restart the gateway as a fix: it only clears the failure counters, and the group empties again.',
    'Do not switch failure detection off while the servers fail outright: requests then go to servers that are down.',
  ],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 03:04:09 [error] 2411#2411: *7733 no live upstreams while connecting to upstream, client: 203.0.113.24, server: shop.example, request: "GET /basket HTTP/1.1", upstream: "http://shop_backend/basket", host: "shop.example"',
    },
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T03:04:09.730Z] "GET /api/orders HTTP/2" 503 UH no_healthy_upstream - "-" 0 19 0 - "-" "okhttp/4.12.0" "e1c5a9d2-3b4f-4d6a-8c7e-9f0a1b2c3d4e" "orders.shop.example" "-" outbound|8080|v2|orders.shop.svc.cluster.local - 198.51.100.3:8080 192.0.2.91:51300 - default',
    },
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T03:04:10.001Z] "GET /stock HTTP/1.1" 503 UH 0 19 0 - "-" "curl/8.9.1" "b64d7a10-5e1c-4f2b-9d3a-7c8e9f0a1b2c" "stock.example" "-"',
    },
    {
      gateway: 'nginx-access',
      record:
        '{"time":"2026-11-22T03:04:09+00:00","remote_addr":"203.0.113.24","request":"GET /basket HTTP/1.1","status":"502","body_bytes_sent":"157","upstream_addr":"shop_backend","upstream_status":"502","upstream_connect_time":"-","upstream_header_time":"-","upstream_response_time":"0.000"}',
    },
    {
      gateway: 'caddy-error',
      record:
        '{"level":"error","ts":1795316645.118,"logger":"http.log.error","msg":"no upstreams available","request":{"remote_ip":"203.0.113.9","remote_port":"51234","proto":"HTTP/1.1","method":"GET","host":"shop.example","uri":"/basket"},"duration":0.001,"status":503,"err_id":"x5rcbtc4s","err_trace":"reverseproxy.statusError (reverseproxy.go:1272)"}',
    },
  ],
});
