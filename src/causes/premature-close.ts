import type { Cause } from '../cause.js';

export const prematureClose: Cause = {
  id: 'premature-close',
  class: 'bad-response',
  title: 'Upstream closed before it answered',
  meaning: '',
  explains: ({ symptom, phase }) => symptom === 'closed' && phase !== 'handshaking' && phase !== 'resolving',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
