import { askEnvoy, grepGatewayConfig, readUpstreamLog } from '../advice/commands.js';
import { changeEnvoySetting } from '../advice/envoy-settings.js';
import { look } from '../advice/fix-step.js';
import { defineCause } from '../cause.js';
/** A cap on the total duration ended the request, whether or not data was flowing. */
export const maxDuration = defineCause({
  id: 'max-duration',
  class: 'timeout',
  title: 'Request exceeded its maximum duration',
  meaning:
    'The request or its connection reached the maximum duration that the gateway allows, and was ended although data may still have been flowing. It is a configured cap, not a sign of silence.',
  explains: ({ symptom }) => symptom === 'overran',
  emptiesGroup: true,
  endedBy: 'gateway-timer',
  fixes: {
    nginx: (facts) => [
      look(
        'gateway',
        'See which caps apply',
        grepGatewayConfig(facts, 'keepalive_time|proxy_timeout|next_upstream_timeout|shutdown_timeout'),
      ),
      look(
        'upstream',
        'See how long requests on this route usually take, and whether that has grown',
        readUpstreamLog(facts),
      ),
    ],
    envoy: (facts) => [
      look(
        'gateway',
        'See which caps apply',
        askEnvoy(facts, 'config_dump', 'max_(stream|connection)_duration|grpc_timeout'),
      ),
      look(
        'upstream',
        'See how long requests on this route usually take, and whether that has grown',
        readUpstreamLog(facts),
      ),
      changeEnvoySetting(facts, 'If the route is long-lived by nature, give it its own cap', 'max-duration'),
    ],
  },
  avoid: [
    'Do not remove the cap everywhere: without it, long streams never move to new hosts after a deploy.',
  ],
  samples: [
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T06:40:00.000Z] "POST /feed.v1.Feed/Watch HTTP/2" 504 UMSDR upstream_max_stream_duration_reached - "-" 128 36 60000 - "-" "node-fetch" "93a4b5c6-d7e8-4f90-9a2b-3c4d5e6f7081" "feed.example" "192.0.2.45:50051" outbound|50051||feed.live.svc.cluster.local 192.0.2.91:42188 198.51.100.3:50051 192.0.2.91:53100 - default',
    },
  ],
});
