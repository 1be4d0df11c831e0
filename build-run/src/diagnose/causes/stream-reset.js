import { grepGatewayLog, readEnvoyStats, readUpstreamLog } from '../advice/commands.js';
import { changeEnvoySetting } from '../advice/envoy-settings.js';
import { change, look } from '../advice/fix-step.js';
import { defineCause } from '../cause.js';
import { formatAuthority, placeholders } from '../fix-target.js';
/** One HTTP/2 stream was cancelled; its connection stays open. */
export const streamReset = defineCause({
  id: 'stream-reset',
  class: 'bad-response',
  title: 'Upstream cancelled the request stream',
  meaning:
    'The upstream, or a proxy behind it, cancelled this one request with an HTTP/2 reset or GOAWAY while the connection stayed up. The application, its limits or that proxy decided this; the network up to it works.',
  explains: ({ symptom }) => symptom === 'stream-reset',
  emptiesGroup: true,
  isOutage: true,
  cutsOff: 'stream',
  endedBy: 'upstream',
  fixes: {
    nginx: (facts) => [
      look('upstream', 'Read its log at that second: it cancelled the call', readUpstreamLog(facts)),
      look(
        'gateway',
        'See the codes: 0 restart, 2 server bug, 7 or 11 overload, 8 cancelled',
        `${grepGatewayLog(facts, 'rejected request with error')} | grep -oE 'error [0-9]+' | sort | uniq -c`,
      ),
      look(
        'gateway',
        'Call a method directly to see what it answers',
        `grpcurl -plaintext '${formatAuthority(facts)}' list`,
      ),
      facts.surroundings.gateway !== 'ingress-nginx' &&
        facts.host !== placeholders.host &&
        change(
          'gateway',
          `If others answer, take ${formatAuthority(facts)} out for now: on its server line`,
          'down',
          { sideEffect: 'The other servers get its share.', undo: 'Remove it, and reload.' },
        ),
    ],
    envoy: (facts) => [
      look('upstream', 'Read its log, or that of its sidecar, at that second', readUpstreamLog(facts)),
      look(
        'gateway',
        'See whether streams were refused or reset',
        readEnvoyStats(facts, `${facts.name}.*(rx_reset|refused|header_overflow)`),
      ),
      changeEnvoySetting(
        facts,
        'Refused streams only: retry them, as the server never processed them',
        'retry-refused',
      ),
    ],
  },
  avoid: [
    'Do not treat it as a network reset: the TCP connection stayed up.',
    'Do not retry every reset: only a refused stream is known to be unprocessed.',
  ],
  samples: [
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T07:15:00.090Z] "POST /stock.v1.Stock/Reserve HTTP/2" 503 UR upstream_reset_before_response_started{remote_reset} - "-" 44 85 7 - "-" "grpc-java/1.66" "c6d7e8f9-0112-4223-8d5e-6f708192a3b4" "stock.example" "192.0.2.46:50051" outbound|50051||stock.shop.svc.cluster.local 192.0.2.91:42400 198.51.100.3:50051 192.0.2.91:53410 - default',
    },
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T07:15:02.311Z] "POST /stock.v1.Stock/Reserve HTTP/2" 503 UR upstream_reset_before_response_started{remote_refused_stream_reset} - "-" 44 100 1 - "-" "grpc-java/1.66" "c7d8e9fa-1213-4323-9d5e-6f708192a3b5" "stock.example" "192.0.2.46:50051" outbound|50051||stock.shop.svc.cluster.local 192.0.2.91:42400 198.51.100.3:50051 192.0.2.91:53410 - default',
    },
  ],
});
