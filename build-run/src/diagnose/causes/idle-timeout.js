import { askEnvoy, grepGatewayConfig, readUpstreamLog } from '../advice/commands.js';
import { changeEnvoySetting } from '../advice/envoy-settings.js';
import { change, look } from '../advice/fix-step.js';
import { changeDirectives } from '../advice/settings.js';
import { defineCause } from '../cause.js';
/** Nothing moved on the stream for too long. */
export const idleTimeout = defineCause({
  id: 'idle-timeout',
  class: 'timeout',
  title: 'Stream was idle for too long',
  meaning:
    'No data moved on the stream for the whole idle timeout, so the gateway ended it. The limit is on silence, not on the length of the request; a long poll or an event stream without heartbeats hits it too.',
  explains: ({ symptom }) => symptom === 'idle',
  emptiesGroup: true,
  endedBy: 'gateway-timer',
  fixes: {
    nginx: (facts) => [
      look('gateway', 'See which timeouts apply', grepGatewayConfig(facts, '(read|send)_timeout|proxy_pass')),
      change('upstream', 'Make the app send heartbeats more often than the timeout'),
      changeDirectives(
        facts,
        'Raise it for the streaming route',
        { read_timeout: '1h' },
        'Abandoned streams stay open for that long.',
      ),
    ],
    envoy: (facts) => [
      look('gateway', 'See which idle timeouts apply', askEnvoy(facts, 'config_dump', 'idle_timeout')),
      change('upstream', 'Make the app send heartbeats more often than the idle timeout'),
      changeEnvoySetting(
        facts,
        'Lift it for the streaming route',
        'stream-idle',
        'Abandoned streams stay open.',
      ),
      look(
        'upstream',
        'If ordinary requests fail, look for one that hangs in the app',
        readUpstreamLog(facts),
      ),
    ],
  },
  avoid: [
    'Do not disable the idle timeout everywhere: it frees streams that clients abandoned.',
    'Do not confuse a 408 with a 504: a 408 means that the client was slow to send its request.',
  ],
  samples: [
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T06:30:00.000Z] "GET /events HTTP/2" 504 SI stream_idle_timeout - "-" 0 14 300001 - "-" "Mozilla/5.0" "8293a4b5-c6d7-4e8f-891a-2b3c4d5e6f70" "live.example" "192.0.2.44:8080" outbound|8080||events.live.svc.cluster.local 192.0.2.91:42100 198.51.100.3:8080 192.0.2.91:53000 - default',
    },
  ],
});
