import { askEnvoy, grepGatewayConfig, grepGatewayLog, readEnvoyHosts } from '../advice/commands.js';
import { look } from '../advice/fix-step.js';
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
    nginx: (facts) => [
      look(
        'gateway',
        'Find the rule that rejects',
        grepGatewayConfig(facts, 'return 50[0-9]|limit_(req|conn)'),
      ),
      look(
        'gateway',
        'See how many requests are rejected',
        `${grepGatewayLog(facts, 'limiting (requests|connections)')} | wc -l`,
      ),
      look('gateway', 'Ask who set it, and whether the reason still holds'),
    ],
    envoy: (facts) => [
      look(
        'gateway',
        'Find where it is set: look at runtime values first',
        askEnvoy(facts, 'runtime', 'maintenance_mode|admission|concurrency'),
      ),
      look(
        'gateway',
        'Look as well for drop rules that came with the endpoints',
        askEnvoy(facts, 'config_dump?include_eds', 'drop_overloads'),
      ),
      look(
        'gateway',
        'If it is admission control or a concurrency limit, see why the upstream is slow',
        readEnvoyHosts(facts, 'rq_active'),
      ),
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
