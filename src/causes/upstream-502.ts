import type { Cause } from '../cause.js';

export const upstream502: Cause = {
  id: 'upstream-502',
  class: 'passthrough',
  title: 'Upstream itself answered 502',
  meaning: '',
  explains: ({ symptom }) => symptom === 'answered-502',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
