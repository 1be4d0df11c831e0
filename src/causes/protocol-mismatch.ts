import type { Cause } from '../cause.js';

export const protocolMismatch: Cause = {
  id: 'protocol-mismatch',
  class: 'bad-response',
  title: 'Upstream speaks another protocol',
  meaning: '',
  explains: ({ symptom }) => symptom === 'other-protocol',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
