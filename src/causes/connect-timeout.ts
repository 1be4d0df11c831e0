import type { Cause } from '../cause.js';

export const connectTimeout: Cause = {
  id: 'connect-timeout',
  class: 'network',
  title: 'Connecting to the upstream timed out',
  meaning: '',
  explains: ({ symptom, phase }) =>
    (symptom === 'timed-out' && (phase === 'connecting' || phase === 'choosing')) ||
    (symptom === 'ETIMEDOUT' && (phase === 'connecting' || phase === 'choosing' || phase === null)),
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
