import { defineCause } from '../cause.js';

/** The gateway answered by itself, as it is told to. */
export const gatewayReturned = defineCause({
  id: 'gateway-returned',
  class: 'gateway-policy',
  title: 'Gateway answered so by configuration',
  meaning:
    'The gateway answered with this status by itself, because a rule in its configuration says so. Nothing was tried and nothing failed; the question is only whether that rule should apply.',
  explains: ({ symptom }) => symptom === 'returned',
  fixes: {
    nginx: () => [
      { text: 'Find the rule', command: "nginx -T 2>/dev/null | grep -nE 'return 50[0-9]'" },
      {
        text: 'See which server and location took the request: host or path may be unexpected',
        command: "nginx -T 2>/dev/null | grep -nE 'server_name|location|default_server'",
      },
      { text: 'If it is a maintenance page, ask who switched it on' },
    ],
    envoy: () => [
      {
        text: 'Find the rule',
        command: "curl -s localhost:9901/config_dump | grep -n -B6 -A3 'direct_response'",
      },
      {
        text: 'In Istio, see which virtual service holds it',
        command: "kubectl get virtualservice -A -o yaml | grep -n -B8 'directResponse'",
      },
      { text: 'If it is a maintenance page, ask who switched it on' },
    ],
  },
  avoid: ['Do not look for the fault in the upstream: it has never seen this request.'],
  // No line tells it from other failures before the first try: only the configuration does.
  samples: [],
});
