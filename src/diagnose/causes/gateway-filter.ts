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
    nginx: () => [
      {
        text: 'Read what the filter wrote to the error log',
        command: "grep -E '\\[lua\\]|js:|perl' /var/log/nginx/error.log | tail -20",
      },
      {
        text: 'See which filters the location has',
        command: "nginx -T 2>/dev/null | grep -nE '_by_lua|js_|sub_filter|slice'",
      },
      { text: 'Undo the last change to the filter, then test', command: 'nginx -t && nginx -s reload' },
    ],
    envoy: () => [
      {
        text: 'Read what the filter wrote to the log of the proxy',
        command:
          "kubectl logs POD -n NS -c istio-proxy --since=10m | grep -E 'wasm|lua|ext_proc|transcod' | tail",
      },
      {
        text: 'See which filters the listener has, and in which order',
        command: 'istioctl proxy-config listener POD.NS -o json | grep -n \'"name": "envoy.filters\'',
      },
      {
        text: 'See which of them come from an EnvoyFilter or a plugin of your own',
        command: 'kubectl get envoyfilter,wasmplugin -A',
      },
      { text: 'Undo the last change to the filter that the details name' },
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
