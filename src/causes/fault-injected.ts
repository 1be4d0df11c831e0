import type { Cause } from '../cause.js';

export const faultInjected: Cause = {
  id: 'fault-injected',
  class: 'gateway-policy',
  title: 'Fault was injected on purpose',
  meaning: '',
  explains: ({ symptom }) => symptom === 'fault-injected',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
