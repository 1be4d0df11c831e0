import {
  curlUpstream,
  grepGatewayConfig,
  grepGatewayLog,
  readEnvoyStats,
  speaksHttp,
} from '../advice/commands.js';
import { change, look } from '../advice/fix-step.js';
import { defineCause } from '../cause.js';
/** The request failed, and the record does not contain the reason. */
export const unknownCause = defineCause({
  id: 'unknown',
  class: 'unknown',
  title: 'Cause not in the log',
  meaning:
    'The request failed, and this log does not contain the reason. More often this is a gap in the log format than a rare fault; the missing fields would show it.',
  explains: ({ symptom, phase }) =>
    symptom === 'unexplained' || (symptom === 'EOTHER' && phase !== 'resolving' && phase !== 'storing'),
  phrases: ['unexplained'],
  fixes: {
    nginx: (facts) => [
      look(
        'gateway',
        'Read the error log of that second: it has the reason that the access log lacks',
        `${grepGatewayLog(facts, 'upstream|alert|crit')} | tail -50`,
      ),
      look('gateway', 'Check that errors are logged at all', grepGatewayConfig(facts, 'error_log')),
      speaksHttp(facts) &&
        look('gateway', 'Try the upstream directly', curlUpstream(facts, '-v -o /dev/null')),
      facts.surroundings.gateway !== 'ingress-nginx' &&
        change(
          'gateway',
          'Log how far each attempt got: in the log_format, add',
          'ua=$upstream_addr us=$upstream_status uct=$upstream_connect_time uht=$upstream_header_time',
          { undo: 'Remove the fields.' },
        ),
    ],
    envoy: (facts) => [
      look(
        'gateway',
        'See which errors the clusters count',
        readEnvoyStats(facts, 'fail|error|timeout|overflow|reset'),
      ),
      change(
        'gateway',
        'Add the fields that hold the reason to the access log format',
        '%RESPONSE_CODE_DETAILS% "%UPSTREAM_TRANSPORT_FAILURE_REASON%" %UPSTREAM_CLUSTER%',
        { undo: 'Remove the fields.' },
      ),
      speaksHttp(facts) &&
        look('gateway', 'Try the upstream directly', curlUpstream(facts, '-v -o /dev/null')),
    ],
  },
  avoid: [
    'Do not restart things to see whether it helps: it destroys the evidence of the cause.',
    'Do not raise timeouts on suspicion: most failures are immediate, and longer waits change nothing.',
  ],
  samples: [
    {
      gateway: 'nginx-access',
      record: '203.0.113.200 - - [22/Nov/2026:11:20:00 +0000] "GET /cart HTTP/1.1" 502 157 "-" "Mozilla/5.0"',
    },
  ],
});
