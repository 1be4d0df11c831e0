import type { Cause } from '../cause.js';

export const gatewayOverload: Cause = {
  id: 'gateway-overload',
  class: 'gateway-resources',
  title: 'Gateway itself is overloaded',
  meaning: '',
  explains: ({ symptom }) => symptom === 'overloaded',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
