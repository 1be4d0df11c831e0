import type { Cause } from '../cause.js';

export const connectFailed: Cause = {
  id: 'connect-failed',
  class: 'network',
  title: 'Connection failed, reason not logged',
  meaning: '',
  explains: ({ symptom }) => symptom === 'connect-failed',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
