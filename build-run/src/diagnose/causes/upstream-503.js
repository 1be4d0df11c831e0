import {
  curlUpstream,
  findNamespace,
  isIstio,
  listEndpoints,
  readEnvoyHosts,
  readUpstreamLog,
  speaksHttp,
} from '../advice/commands.js';
import { look } from '../advice/fix-step.js';
import { changeDirectives } from '../advice/settings.js';
import { defineCause } from '../cause.js';
/** The upstream sent a complete response with status 503. */
export const upstream503 = defineCause({
  id: 'upstream-503',
  class: 'passthrough',
  title: 'Upstream itself answered 503',
  meaning:
    'The upstream itself answered 503, and the gateway passed that on. Usually the application or a proxy in front of it rejects work: overloaded, in maintenance, still starting, or without a server behind it.',
  explains: ({ symptom }) => symptom === 'answered-503',
  emptiesGroup: true,
  endedBy: 'upstream',
  fixes: {
    nginx: (facts) => [
      look(
        'upstream',
        'Read its log at that second: overload, maintenance, still starting',
        readUpstreamLog(facts),
      ),
      speaksHttp(facts) &&
        look(
          'gateway',
          'See who sent it, and whether it has a Retry-After header',
          `${curlUpstream(facts, '-i')} | head -20`,
        ),
      facts.surroundings.place === 'kubernetes' &&
        look('cluster', 'See whether the service has ready endpoints', listEndpoints(facts)),
      changeDirectives(
        facts,
        'If one of several hosts answers like this, let nginx try another',
        { next_upstream: 'error timeout http_503' },
        'POST is not retried.',
      ),
    ],
    envoy: (facts) => [
      look(
        'upstream',
        isIstio(facts)
          ? 'Read its log, or that of its sidecar, which may have sent the 503'
          : 'Read its log at that second: overload, maintenance, still starting',
        readUpstreamLog(facts),
      ),
      look(
        'gateway',
        'See whether one host answers like this or all of them',
        readEnvoyHosts(facts, 'rq_error'),
      ),
      facts.surroundings.place === 'kubernetes' &&
        look(
          'cluster',
          'See whether its pods are out of CPU',
          `kubectl top pods -n ${findNamespace(facts)} --containers`,
        ),
    ],
  },
  avoid: [
    'Do not tune this gateway: it only passed the status on.',
    'Do not add retries: an overloaded service then gets even more load.',
  ],
  samples: [
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T11:10:00.900Z] "GET /stock/3 HTTP/1.1" 503 - via_upstream - "-" 0 19 4 3 "-" "okhttp/4.12.0" "12233445-5667-4788-992a-b4c5d6e7f809" "stock.example" "192.0.2.46:8080" outbound|8080||stock.shop.svc.cluster.local 192.0.2.91:43300 198.51.100.3:8080 192.0.2.91:55800 - default',
    },
    {
      gateway: 'nginx-access',
      record:
        '203.0.113.51 - - [22/Nov/2026:11:10:00 +0000] "GET /stock/3 HTTP/1.1" 503 19 "-" "okhttp/4.12.0" 412 0.004 [shop-stock-8080] [] 192.0.2.46:8080 19 0.004 503 60718293a4b5c6d7e8f90a1b2c3d4e5f',
    },
  ],
});
