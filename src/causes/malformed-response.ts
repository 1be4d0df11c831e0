import type { Cause } from '../cause.js';

export const malformedResponse: Cause = {
  id: 'malformed-response',
  class: 'bad-response',
  title: 'Upstream sent a malformed response',
  meaning: '',
  explains: ({ symptom, phase }) => symptom === 'malformed' && phase !== 'resolving',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
