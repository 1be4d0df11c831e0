import type { Cause } from '../cause.js';

export const loadShed: Cause = {
  id: 'load-shed',
  class: 'overload',
  title: 'Gateway sheds load on purpose',
  meaning: '',
  explains: ({ symptom }) => symptom === 'shed',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
