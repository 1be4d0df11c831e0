import type { Cause } from '../cause.js';

export const unknown: Cause = {
  id: 'unknown',
  class: 'unknown',
  title: 'Cause not told by the log',
  meaning: '',
  explains: ({ symptom, phase }) =>
    symptom === 'unexplained' || (symptom === 'EOTHER' && phase !== 'resolving' && phase !== 'storing'),
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
