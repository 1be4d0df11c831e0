import { defineCause } from '../cause.js';
import { formatAuthority } from '../fix-target.js';

/** Something failed, and the record does not tell what. */
export const unknownCause = defineCause({
  id: 'unknown',
  class: 'unknown',
  title: 'Cause not told by the log',
  meaning:
    'The request failed, and what this log writes does not tell why. That is a gap in the log format more often than a strange fault; the missing fields would have told.',
  explains: ({ symptom, phase }) =>
    symptom === 'unexplained' || (symptom === 'EOTHER' && phase !== 'resolving' && phase !== 'storing'),
  phrases: ['unexplained'],
  fixes: {
    nginx: (upstream) => [
      {
        text: 'Read the error log of that second: it says why where the access log says only what',
        command: 'tail -n 200 /var/log/nginx/error.log',
      },
      { text: 'See that errors are written at all', command: "nginx -T 2>/dev/null | grep -n 'error_log'" },
      {
        text: 'Log how far each attempt got',
        command:
          'log_format why "$status $upstream_addr $upstream_status $upstream_connect_time $upstream_header_time";',
      },
      {
        text: 'Ask the upstream directly',
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
        text: 'Let the router tell more, for a minute',
        command: "curl -s -X POST 'localhost:9901/logging?paths=router:debug,pool:debug,upstream:debug'",
      },
      {
        text: 'Ask the upstream directly',
        command: `curl -sv -o /dev/null --max-time 5 'http://${formatAuthority(upstream)}/'`,
      },
    ],
  },
  avoid: [
    'Do not restart things to see whether it helps: what would have told the cause is then gone.',
    'Do not raise timeouts on suspicion: most failures are immediate, and waiting longer changes nothing.',
  ],
  samples: [
    {
      gateway: 'nginx-access',
      record: '203.0.113.200 - - [22/Nov/2026:11:20:00 +0000] "GET /cart HTTP/1.1" 502 157 "-" "Mozilla/5.0"',
    },
  ],
});
