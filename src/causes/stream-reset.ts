import type { Cause } from '../cause.js';

export const streamReset: Cause = {
  id: 'stream-reset',
  class: 'bad-response',
  title: 'Upstream cancelled the request stream',
  meaning: '',
  explains: ({ symptom }) => symptom === 'stream-reset',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
