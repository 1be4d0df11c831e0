import { grepGatewayLog, readEnvoyHosts, readEnvoyStats, testConnection } from '../advice/commands.js';
import { change, look } from '../advice/fix-step.js';
import { defineCause } from '../cause.js';
/** The connection failed, and the log format has no field for the reason. */
export const connectFailed = defineCause({
  id: 'connect-failed',
  class: 'network',
  title: 'Connection failed, reason not logged',
  meaning:
    'The gateway could not connect, and the log format leaves out the reason. It may be a refusal, a missing route, a failed TLS handshake or a timeout; the duration is a clue, since a refusal takes milliseconds.',
  explains: ({ symptom }) => symptom === 'connect-failed',
  emptiesGroup: true,
  isOutage: true,
  fixes: {
    nginx: (facts) => [
      look(
        'gateway',
        'Read the error log of that second: it has the reason',
        `${grepGatewayLog(facts, facts.host === 'HOST' ? 'upstream' : facts.host)} | tail -5`,
      ),
      look('gateway', 'Try the same connection from the gateway', testConnection(facts)),
    ],
    envoy: (facts) => [
      look('gateway', 'Try the same connection from the gateway', testConnection(facts)),
      look('gateway', 'See whether one host fails or all of them', readEnvoyHosts(facts, 'cx_connect_fail')),
      change(
        'gateway',
        'Add the two fields that hold the reason to the access log format',
        '%RESPONSE_CODE_DETAILS% "%UPSTREAM_TRANSPORT_FAILURE_REASON%"',
        { undo: 'Remove the fields.' },
      ),
      look(
        'gateway',
        'If the upstream expects TLS, see whether the handshake fails',
        readEnvoyStats(facts, `${facts.name}.*ssl.*(fail|error)`),
      ),
    ],
  },
  avoid: [
    'Do not guess the cause: a firewall, a dead service and a wrong certificate look the same in this line.',
  ],
  samples: [
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T05:02:00.015Z] "HEAD /healthz HTTP/1.1" 503 UF 0 0 2 - "-" "curl/8.9.1" "3d4e5f60-7182-493a-b4c5-d6e7f8091a2b" "search.example" "192.0.2.71:9200"',
    },
    {
      gateway: 'nginx-access',
      record:
        '{"time":"2026-11-22T05:02:00+00:00","remote_addr":"203.0.113.70","request":"GET /find HTTP/1.1","status":"502","body_bytes_sent":"157","upstream_addr":"192.0.2.71:9200","upstream_status":"502","upstream_connect_time":"-","upstream_header_time":"-","upstream_response_time":"0.001"}',
    },
  ],
});
