import { askEnvoy, grepGatewayConfig, grepGatewayLog, isIstio, reloadGateway } from '../advice/commands.js';
import { act, look } from '../advice/fix-step.js';
import { defineCause } from '../cause.js';
/** A filter inside the gateway broke or replaced the message. */
export const gatewayFilter = defineCause({
  id: 'gateway-filter',
  class: 'gateway-policy',
  title: 'A gateway filter broke the message',
  meaning:
    'A filter in the gateway, such as Lua, Wasm, a transcoder or a cache, failed or produced a message that cannot be sent. The upstream may have answered correctly, or may not have been contacted at all.',
  explains: ({ symptom }) => symptom === 'filter-failed',
  fixes: {
    nginx: (facts) => [
      look(
        'gateway',
        'Read what the script wrote: it names file and line',
        `${grepGatewayLog(facts, '\\[lua\\]|lua entry|js exception|js:|perl')} | tail -20`,
      ),
      look(
        'gateway',
        'See which filters the location has',
        grepGatewayConfig(facts, '_by_lua|js_|sub_filter|slice'),
      ),
      act('gateway', 'Undo the last change to the script or plugin, test and reload', reloadGateway(facts)),
    ],
    envoy: (facts) => [
      look(
        'gateway',
        'Read what the filter wrote to the log of the proxy',
        `${grepGatewayLog(facts, 'wasm|lua|ext_proc|transcod')} | tail`,
      ),
      isIstio(facts)
        ? look(
            'cluster',
            'See which filters come from an EnvoyFilter or a plugin of your own',
            'kubectl get envoyfilter,wasmplugin -A',
          )
        : look(
            'gateway',
            'See which filters the listener has, and in which order',
            askEnvoy(facts, 'config_dump', '"name": "envoy.filters'),
          ),
      act('cluster', 'Undo the last change to the filter that the details name'),
    ],
  },
  avoid: [
    'Do not blame the upstream: check first whether the line names one at all.',
    'Do not let a security filter fail open to get traffic through: what it blocked then gets in.',
  ],
  samples: [
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T10:45:00.400Z] "POST /v1/books HTTP/1.1" 502 - filter_removed_required_response_headers{missing_required_header:_:status} - "-" 61 0 14 - "-" "curl/8.9.1" "bccddeef-f001-4122-93c4-5e6f708192a3" "books.example" "192.0.2.48:50051" outbound|50051||books.lib.svc.cluster.local 192.0.2.91:43100 198.51.100.3:8080 192.0.2.91:55300 - default',
    },
  ],
});
