import { readEnvoyHosts, readEnvoyStats, readUpstreamGroup, readUpstreamLog } from '../advice/commands.js';
import { changeEnvoySetting } from '../advice/envoy-settings.js';
import { change, look } from '../advice/fix-step.js';
import { defineCause } from '../cause.js';
/** The gateway reached its own limit for this upstream. */
export const circuitOpen = defineCause({
  id: 'circuit-open',
  class: 'overload',
  title: 'Gateway limit to upstream reached',
  meaning:
    'The gateway rejected the request at its own limit on connections or requests to this upstream. The upstream may be fine, but most often it has become slower, so more requests are open at once.',
  explains: ({ symptom }) => symptom === 'limit-reached',
  fixes: {
    nginx: (facts) => [
      look('gateway', 'See the limits of the group: max_conns, queue', readUpstreamGroup(facts)),
      look(
        'upstream',
        'See whether its servers became slow: then more requests are open at once',
        readUpstreamLog(facts),
      ),
      facts.surroundings.gateway !== 'ingress-nginx' &&
        change(
          'gateway',
          'If they have capacity, raise a lower limit: on each server line',
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
        'See whether the upstream became slow: its open requests grow with it',
        readEnvoyHosts(facts, 'rq_active|cx_active'),
      ),
      look(
        'gateway',
        'See which limit was hit: connections, pending, requests or retries',
        readEnvoyStats(facts, `${facts.name}.*overflow`),
      ),
      look('gateway', 'Read the limits', readEnvoyHosts(facts, 'max_(conn|pend|req|retr)')),
      changeEnvoySetting(
        facts,
        'If the upstream has capacity, raise that limit',
        'connection-limits',
        'A slow upstream gets more requests at once.',
      ),
    ],
  },
  avoid: [
    'Do not lift all limits as first aid: they keep one slow service from taking the others down with it.',
    'Do not trust circuit breaker gauges that show zero: they only cover this moment, so read the overflow counters.',
  ],
  samples: [
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T09:40:00.007Z] "GET /stock/9 HTTP/1.1" 503 UO upstream_reset_before_response_started{overflow} - "-" 0 81 0 - "-" "okhttp/4.12.0" "6778899a-abbc-4ccd-a7f8-091a2b3c4d5e" "stock.example" "-" outbound|8080||stock.shop.svc.cluster.local - 198.51.100.3:8080 192.0.2.91:54777 - default',
    },
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T09:40:00.301Z] "GET /stock/9 HTTP/1.1" 503 UO 0 81 0 - "-" "okhttp/4.12.0" "6778899a-abbc-4ccd-a7f8-091a2b3c4d5f" "stock.example" "-"',
    },
  ],
});
