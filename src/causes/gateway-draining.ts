import type { Cause } from '../cause.js';

export const gatewayDraining: Cause = {
  id: 'gateway-draining',
  class: 'gateway-policy',
  title: 'Gateway is draining',
  meaning: '',
  explains: ({ symptom }) => symptom === 'draining',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
