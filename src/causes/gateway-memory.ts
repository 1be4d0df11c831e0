import type { Cause } from '../cause.js';

export const gatewayMemory: Cause = {
  id: 'gateway-memory',
  class: 'gateway-resources',
  title: 'Gateway ran out of memory',
  meaning: '',
  explains: ({ symptom }) => symptom === 'ENOMEM' || symptom === 'ENOBUFS',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
