import type { Cause } from '../cause.js';

export const upstream504: Cause = {
  id: 'upstream-504',
  class: 'passthrough',
  title: 'Upstream itself answered 504',
  meaning: '',
  explains: ({ symptom }) => symptom === 'answered-504',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
