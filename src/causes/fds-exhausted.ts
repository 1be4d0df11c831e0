import type { Cause } from '../cause.js';

export const fdsExhausted: Cause = {
  id: 'fds-exhausted',
  class: 'gateway-resources',
  title: 'Gateway ran out of file descriptors',
  meaning: '',
  explains: ({ symptom }) => symptom === 'EMFILE' || symptom === 'ENFILE',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
