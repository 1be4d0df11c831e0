import type { Cause } from '../cause.js';

export const idleTimeout: Cause = {
  id: 'idle-timeout',
  class: 'timeout',
  title: 'Stream was idle for too long',
  meaning: '',
  explains: ({ symptom }) => symptom === 'idle',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
