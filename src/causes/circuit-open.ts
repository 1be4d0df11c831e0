import type { Cause } from '../cause.js';

export const circuitOpen: Cause = {
  id: 'circuit-open',
  class: 'overload',
  title: 'Gateway limit to upstream reached',
  meaning: '',
  explains: ({ symptom }) => symptom === 'limit-reached',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
