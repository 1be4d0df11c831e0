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
    nginx: () => [
      {
        text: 'See which timeout applies to the route',
        command: "nginx -T 2>/dev/null | grep -nE 'location|proxy_(read|send)_timeout'",
      },
      { text: 'Make the application send heartbeats more often than the timeout' },
      {
        text: 'Raise it on the streaming route only',
        command: 'location /events { proxy_read_timeout 1h; proxy_buffering off; }',
      },
    ],
    envoy: () => [
      {
        text: 'See which idle timeouts apply',
        command: "curl -s localhost:9901/config_dump | grep -n 'idle_timeout'",
      },
      { text: 'Make the application send heartbeats more often than the idle timeout' },
      {
        text: 'Disable it on the streaming route only',
        command: 'route: {cluster: NAME, timeout: 0s, idle_timeout: 0s}',
      },
      {
        text: 'If ordinary requests fail, look for one that hangs in the app',
        command: 'kubectl logs POD -n NS --since=10m | tail -100',
      },
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
