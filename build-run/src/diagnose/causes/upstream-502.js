import { curlUpstream, isIstio, readEnvoyHosts, readUpstreamLog, speaksHttp } from '../advice/commands.js';
import { changeEnvoySetting } from '../advice/envoy-settings.js';
import { look } from '../advice/fix-step.js';
import { changeDirectives } from '../advice/settings.js';
import { defineCause } from '../cause.js';
/** The upstream sent a complete response with status 502. */
export const upstream502 = defineCause({
  id: 'upstream-502',
  class: 'passthrough',
  title: 'Upstream itself answered 502',
  meaning:
    'The upstream itself answered 502, and the gateway passed that on. Usually it is a gateway as well and the fault is behind it: its log has the cause.',
  explains: ({ symptom }) => symptom === 'answered-502',
  emptiesGroup: true,
  endedBy: 'upstream',
  fixes: {
    nginx: (facts) => [
      look(
        'upstream',
        'Read the log of that gateway at the same second: it has the cause',
        readUpstreamLog(facts, 50),
      ),
      speaksHttp(facts) &&
        look('gateway', 'See who sent it: Server header and body', `${curlUpstream(facts, '-i')} | head -20`),
      changeDirectives(
        facts,
        'If one of several hosts answers like this, let nginx try another',
        { next_upstream: 'error timeout http_502' },
        'POST is not retried.',
      ),
    ],
    envoy: (facts) => [
      look(
        'upstream',
        isIstio(facts)
          ? 'Read the next hop by request id: the sidecar of that pod, or the app'
          : 'Read its log at the same second: it has the cause',
        readUpstreamLog(facts, 50),
      ),
      look(
        'gateway',
        'See whether one host answers like this or all of them',
        readEnvoyHosts(facts, 'rq_error'),
      ),
      changeEnvoySetting(facts, 'If one host answers like this, eject it', 'outlier-detection'),
    ],
  },
  avoid: [
    'Do not tune this gateway: it only passed the status on.',
    'Do not replace the status with an error page: it hides who sent it.',
  ],
  samples: [
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T11:05:00.800Z] "GET /legacy HTTP/1.1" 502 - via_upstream - "-" 0 157 12 11 "-" "curl/8.9.1" "01122334-4556-4677-8819-a3b4c5d6e7f8" "legacy.example" "192.0.2.49:80" outbound|80||legacy.old.svc.cluster.local 192.0.2.91:43200 198.51.100.3:80 192.0.2.91:55700 - default',
    },
    {
      gateway: 'nginx-access',
      record:
        '203.0.113.50 - - [22/Nov/2026:11:05:00 +0000] "GET /legacy HTTP/1.1" 502 552 "-" "curl/8.9.1" 301 0.012 [old-legacy-80] [] 192.0.2.49:80 552 0.012 502 5f60718293a4b5c6d7e8f90a1b2c3d4e',
    },
  ],
});
