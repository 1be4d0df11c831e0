import { defineCause } from '../cause.js';

/** Somebody tests what happens when this fails. */
export const faultInjected = defineCause({
  id: 'fault-injected',
  class: 'gateway-policy',
  title: 'Fault was injected on purpose',
  meaning:
    'The gateway failed the request on purpose, since a fault injection rule tells it to. Nothing is broken, unless the test has been forgotten.',
  explains: ({ symptom }) => symptom === 'fault-injected',
  fixes: {
    nginx: () => [
      {
        text: 'Find the rule: nginx injects faults only where a module or a script does',
        command: "nginx -T 2>/dev/null | grep -nE '_by_lua|js_content|split_clients'",
      },
      { text: 'Ask who runs the experiment, and how long it lasts' },
      { text: 'Take the rule out, and reload', command: 'nginx -t && nginx -s reload' },
    ],
    envoy: () => [
      { text: 'Find the rule', command: "kubectl get virtualservice -A -o yaml | grep -n -A6 'fault:'" },
      {
        text: 'Or in the runtime of this Envoy',
        command: "curl -s localhost:9901/runtime | grep -n 'fault'",
      },
      { text: 'Ask who runs the experiment, and how long it lasts' },
      {
        text: 'If it was forgotten, take the fault out of the virtual service',
        command: 'kubectl edit virtualservice NAME -n NS',
      },
    ],
  },
  avoid: ['Do not page the owners of the upstream: it has never seen this request.'],
  samples: [
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T11:00:00.700Z] "GET /ratings/4 HTTP/1.1" 503 FI fault_filter_abort - "-" 0 18 0 - "-" "curl/8.9.1" "f0011223-3445-4566-b708-92a3b4c5d6e7" "ratings.example" "-" outbound|9080||ratings.books.svc.cluster.local - 198.51.100.3:9080 192.0.2.91:55600 - default',
    },
  ],
});
