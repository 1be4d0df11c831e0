import { defineCause } from '../cause.js';

/** The gateway rejects a share of the load on purpose. */
export const loadShed = defineCause({
  id: 'load-shed',
  class: 'overload',
  title: 'Gateway sheds load on purpose',
  meaning:
    'The gateway rejects a share of requests because an operator or a controller told it to: maintenance mode, drop overload, admission control or a concurrency limit. It is deliberate, and the upstream did not fail this request.',
  explains: ({ symptom }) => symptom === 'shed',
  fixes: {
    nginx: () => [
      {
        text: 'Find the rule in the configuration that rejects',
        command: "nginx -T 2>/dev/null | grep -nE 'return 50[0-9]|limit_(req|conn)'",
      },
      { text: 'Ask who set it, and whether the reason still applies' },
      {
        text: 'See how many requests are rejected',
        command: "grep -cE 'limiting (requests|connections)' /var/log/nginx/error.log",
      },
    ],
    envoy: (upstream) => [
      {
        text: 'Find where it is set: look at runtime values first',
        command: "curl -s localhost:9901/runtime | grep -nE 'maintenance_mode|admission|concurrency'",
      },
      {
        text: 'Look as well for drop rules that came with the endpoints',
        command: "curl -s 'localhost:9901/config_dump?include_eds' | grep -n -A4 'drop_overloads'",
      },
      {
        text: 'If it is admission control or a concurrency limit, see why the upstream is slow',
        command: `curl -s localhost:9901/clusters | grep -F '${upstream.name}' | grep rq_active`,
      },
      {
        text: 'When the reason is gone, end maintenance mode',
        command: `curl -s -X POST 'localhost:9901/runtime_modify?upstream.maintenance_mode.${upstream.name}='`,
      },
    ],
  },
  avoid: ['Do not wake the owners of the upstream yet: whoever enabled this knows why.'],
  samples: [
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T09:51:00.044Z] "GET /recommend HTTP/1.1" 503 DO drop_overload - "-" 0 13 0 - "-" "okhttp/4.12.0" "78899aab-bccd-4dde-b809-1a2b3c4d5e6f" "recommend.example" "-" recommend - 198.51.100.3:8080 192.0.2.91:54888 - default',
    },
  ],
});
