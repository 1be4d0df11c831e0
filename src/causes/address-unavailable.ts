import type { Cause } from '../cause.js';

export const addressUnavailable: Cause = {
  id: 'address-unavailable',
  class: 'gateway-resources',
  title: 'No local address fits the upstream',
  meaning: '',
  explains: ({ symptom }) => symptom === 'no-source-address',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
