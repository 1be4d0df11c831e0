import { defineCause } from '../cause.js';
import { formatAuthority } from '../fix-target.js';

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
    nginx: (upstream) => [
      {
        text: 'Read the error log of that second: it has the reason that the access log lacks',
        command: 'tail -n 200 /var/log/nginx/error.log',
      },
      { text: 'Check that errors are logged at all', command: "nginx -T 2>/dev/null | grep -n 'error_log'" },
      {
        text: 'Log how far each attempt got',
        command:
          'log_format why "$status $upstream_addr $upstream_status $upstream_connect_time $upstream_header_time";',
      },
      {
        text: 'Try the upstream directly',
        command: `curl -sv -o /dev/null --max-time 5 'http://${formatAuthority(upstream)}/'`,
      },
    ],
    envoy: (upstream) => [
      {
        text: 'Add the fields that hold the reason to the access log format',
        command: '%RESPONSE_CODE_DETAILS% "%UPSTREAM_TRANSPORT_FAILURE_REASON%" %UPSTREAM_CLUSTER%',
      },
      {
        text: 'See which errors the clusters count',
        command: "curl -s localhost:9901/stats | grep -E '(fail|error|timeout|overflow|reset).*: [1-9]'",
      },
      {
        text: 'Make the router log more for a minute',
        command: "curl -s -X POST 'localhost:9901/logging?paths=router:debug,pool:debug,upstream:debug'",
      },
      {
        text: 'Try the upstream directly',
        command: `curl -sv -o /dev/null --max-time 5 'http://${formatAuthority(upstream)}/'`,
      },
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
