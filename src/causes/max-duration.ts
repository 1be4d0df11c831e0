import type { Cause } from '../cause.js';

export const maxDuration: Cause = {
  id: 'max-duration',
  class: 'timeout',
  title: 'Request outlived its longest duration',
  meaning: '',
  explains: ({ symptom }) => symptom === 'overran',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
