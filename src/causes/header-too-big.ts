import type { Cause } from '../cause.js';

export const headerTooBig: Cause = {
  id: 'header-too-big',
  class: 'bad-response',
  title: 'Response header exceeds gateway limit',
  meaning: '',
  explains: ({ symptom }) => symptom === 'header-too-big',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
