import type { Cause } from '../cause.js';

export const gatewayFilter: Cause = {
  id: 'gateway-filter',
  class: 'gateway-policy',
  title: 'A gateway filter broke the message',
  meaning: '',
  explains: ({ symptom }) => symptom === 'filter-failed',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
