import type { Cause } from '../cause.js';

export const readTimeout: Cause = {
  id: 'read-timeout',
  class: 'timeout',
  title: 'Upstream does not answer in time',
  meaning: '',
  explains: ({ symptom, phase }) =>
    symptom === 'timed-out' &&
    (phase === null || phase === 'reading-header' || phase === 'reading-body' || phase === 'tunnelling'),
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
