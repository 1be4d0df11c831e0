import type { Cause } from '../cause.js';

export const portsExhausted: Cause = {
  id: 'ports-exhausted',
  class: 'gateway-resources',
  title: 'Gateway ran out of source ports',
  meaning: '',
  explains: ({ symptom, phase }) =>
    (symptom === 'EADDRNOTAVAIL' && phase === 'connecting') ||
    (symptom === 'EADDRINUSE' && (phase === 'connecting' || phase === 'binding')),
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
