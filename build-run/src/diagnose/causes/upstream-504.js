import { curlUpstream, readEnvoyHosts, readUpstreamLog, speaksHttp } from '../advice/commands.js';
import { look } from '../advice/fix-step.js';
import { defineCause } from '../cause.js';
/** The upstream sent a complete response with status 504. */
export const upstream504 = defineCause({
  id: 'upstream-504',
  class: 'passthrough',
  title: 'Upstream itself answered 504',
  meaning:
    'The upstream itself answered 504, and the gateway passed that on. Usually it waited in vain for a server behind it: its log names the slow one.',
  explains: ({ symptom }) => symptom === 'answered-504',
  emptiesGroup: true,
  endedBy: 'upstream',
  fixes: {
    nginx: (facts) => [
      look(
        'upstream',
        'Read the log of that gateway: it names the server it waited for',
        readUpstreamLog(facts, 50),
      ),
      speaksHttp(facts) &&
        look(
          'gateway',
          'See who answers, and after how long',
          curlUpstream(facts, "--max-time 90 -o /dev/null -w '%{http_code} %{time_total}'"),
        ),
      look('upstream', 'Look for the slow part behind it: database, locks, another service'),
    ],
    envoy: (facts) => [
      look(
        'upstream',
        'Read the next hop by request id: it names the host it waited for',
        readUpstreamLog(facts, 50),
      ),
      look(
        'gateway',
        'See whether one host answers like this or all of them',
        readEnvoyHosts(facts, 'rq_error'),
      ),
      look('upstream', 'Follow the request through its trace, if there is one'),
    ],
  },
  avoid: ['Do not raise the timeout of this gateway: another timeout expired.'],
  samples: [
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T11:15:30.000Z] "GET /report HTTP/1.1" 504 - via_upstream - "-" 0 167 30004 30003 "-" "Mozilla/5.0" "23344556-6778-4899-aa3b-c5d6e7f8091a" "report.example" "192.0.2.50:8080" outbound|8080||report.biz.svc.cluster.local 192.0.2.91:43400 198.51.100.3:8080 192.0.2.91:55900 - default',
    },
    {
      gateway: 'nginx-access',
      record:
        '203.0.113.52 - - [22/Nov/2026:11:15:30 +0000] "GET /report HTTP/1.1" 504 431 "-" "Mozilla/5.0" 512 30.204 [biz-report-8080] [] 192.0.2.50:8080 431 30.204 504 718293a4b5c6d7e8f90a1b2c3d4e5f60',
    },
  ],
});
