import {
  probeFromGateway,
  readEnvoyHosts,
  readEnvoyStats,
  readUpstreamLog,
  usesSocket,
} from '../advice/commands.js';
import { look } from '../advice/fix-step.js';
import { changeDirectives } from '../advice/settings.js';
import { proposeTimeoutS, wasFast } from '../advice/usual-answers.js';
import { defineCause } from '../cause.js';
/** The upstream stopped reading while the gateway was sending the request. */
export const sendTimeout = defineCause({
  id: 'send-timeout',
  class: 'timeout',
  title: 'Upstream stopped reading the request',
  meaning:
    'The upstream accepted the connection, but then did not read the request within the send timeout of the gateway. Most often a worker is blocked or the path drops large packets; it is not a slow response.',
  explains: ({ symptom, phase }) => symptom === 'timed-out' && phase === 'sending',
  emptiesGroup: true,
  endedBy: 'gateway-timer',
  fixes: {
    nginx: (facts) => [
      look('upstream', 'See whether a worker hangs before it reads the body', readUpstreamLog(facts)),
      facts.surroundings.place !== 'kubernetes' &&
        !usesSocket(facts) &&
        look(
          'gateway',
          'See whether bytes wait in the send queue, and are retransmitted',
          `ss -tino '( dport = :${facts.port} )'`,
        ),
      !usesSocket(facts) &&
        look(
          'gateway',
          'Check whether large packets get through',
          probeFromGateway(facts, `ping -c3 -s 1472 ${facts.host}`),
        ),
      !wasFast(facts) &&
        changeDirectives(
          facts,
          'If uploads are slow by nature, raise a lower timeout of that route',
          { send_timeout: `${proposeTimeoutS(facts, 180)}s` },
          'Stuck uploads hold a connection for that long.',
        ),
    ],
    envoy: (facts) => [
      look('upstream', 'See whether the app hangs before it reads the body', readUpstreamLog(facts)),
      look(
        'gateway',
        'See whether flow control pauses the stream',
        readEnvoyStats(facts, `${facts.name}.*flow_control_paused`),
      ),
      look(
        'gateway',
        'See whether one host stalls or all of them',
        readEnvoyHosts(facts, 'rq_active|rq_timeout'),
      ),
    ],
  },
  avoid: ['Do not raise the read timeout: the gateway is still writing, and not yet waiting for a response.'],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 06:20:41 [error] 2411#2411: *9801 upstream timed out (110: Connection timed out) while sending request to upstream, client: 203.0.113.95, server: files.example, request: "PUT /upload/holiday.mov HTTP/1.1", upstream: "http://192.0.2.30:8000/upload/holiday.mov", host: "files.example"',
    },
  ],
});
