import type { Cause } from '../cause.js';

export const gatewayCrash: Cause = {
  id: 'gateway-crash',
  class: 'gateway-resources',
  title: 'Gateway process crashed',
  meaning: '',
  explains: ({ symptom }) => symptom === 'crashed',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
