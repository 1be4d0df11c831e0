import { defineCause } from '../cause.js';

/** A rule in the gateway configuration returned the status. */
export const gatewayReturned = defineCause({
  id: 'gateway-returned',
  class: 'gateway-policy',
  title: 'Status set by gateway configuration',
  meaning:
    'The gateway returned this status itself because a rule in its configuration says so. Nothing was tried and nothing failed; the only question is whether that rule should apply.',
  explains: ({ symptom }) => symptom === 'returned',
  fixes: {
    nginx: () => [
      { text: 'Find the rule', command: "nginx -T 2>/dev/null | grep -nE 'return 50[0-9]'" },
      {
        text: 'See which server and location matched: the host or path may be unexpected',
        command: "nginx -T 2>/dev/null | grep -nE 'server_name|location|default_server'",
      },
      { text: 'If it is a maintenance page, ask who enabled it' },
    ],
    envoy: () => [
      {
        text: 'Find the rule',
        command: "curl -s localhost:9901/config_dump | grep -n -B6 -A3 'direct_response'",
      },
      {
        text: 'In Istio, see which virtual service contains it',
        command: "kubectl get virtualservice -A -o yaml | grep -n -B8 'directResponse'",
      },
      { text: 'If it is a maintenance page, ask who enabled it' },
    ],
  },
  avoid: ['Do not look for the fault in the upstream: it never saw this request.'],
  // No log line distinguishes it from other failures before the first attempt: only the configuration does.
  samples: [],
});
