import type { Cause } from '../cause.js';

export const sendTimeout: Cause = {
  id: 'send-timeout',
  class: 'timeout',
  title: 'Upstream does not take the request',
  meaning: '',
  explains: ({ symptom, phase }) => symptom === 'timed-out' && phase === 'sending',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
