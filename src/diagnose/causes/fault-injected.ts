import { defineCause } from '../cause.js';

/** A fault injection rule failed the request on purpose. */
export const faultInjected = defineCause({
  id: 'fault-injected',
  class: 'gateway-policy',
  title: 'Fault was injected on purpose',
  meaning:
    'The gateway failed the request on purpose because a fault injection rule told it to. Nothing is broken, unless the test was left running by mistake.',
  explains: ({ symptom }) => symptom === 'fault-injected',
  fixes: {
    nginx: () => [
      {
        text: 'Find the rule: in nginx, only a module or a script injects faults',
        command: "nginx -T 2>/dev/null | grep -nE '_by_lua|js_content|split_clients'",
      },
      { text: 'Ask who runs the experiment, and how long it lasts' },
      { text: 'Remove the rule, and reload', command: 'nginx -t && nginx -s reload' },
    ],
    envoy: () => [
      { text: 'Find the rule', command: "kubectl get virtualservice -A -o yaml | grep -n -A6 'fault:'" },
      {
        text: 'Look in the runtime of this Envoy as well',
        command: "curl -s localhost:9901/runtime | grep -n 'fault'",
      },
      { text: 'Ask who runs the experiment, and how long it lasts' },
      {
        text: 'If it was forgotten, remove the fault from the virtual service',
        command: 'kubectl edit virtualservice NAME -n NS',
      },
    ],
  },
  avoid: ['Do not page the owners of the upstream: it never saw this request.'],
  samples: [
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T11:00:00.700Z] "GET /ratings/4 HTTP/1.1" 503 FI fault_filter_abort - "-" 0 18 0 - "-" "curl/8.9.1" "f0011223-3445-4566-b708-92a3b4c5d6e7" "ratings.example" "-" outbound|9080||ratings.books.svc.cluster.local - 198.51.100.3:9080 192.0.2.91:55600 - default',
    },
  ],
});
