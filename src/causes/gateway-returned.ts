import type { Cause } from '../cause.js';

export const gatewayReturned: Cause = {
  id: 'gateway-returned',
  class: 'gateway-policy',
  title: 'Gateway answered so by configuration',
  meaning: '',
  explains: ({ symptom }) => symptom === 'returned',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
