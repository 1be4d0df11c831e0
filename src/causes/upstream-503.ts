import type { Cause } from '../cause.js';

export const upstream503: Cause = {
  id: 'upstream-503',
  class: 'passthrough',
  title: 'Upstream itself answered 503',
  meaning: '',
  explains: ({ symptom }) => symptom === 'answered-503',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
