import type { Cause } from '../cause.js';

export const accessDenied: Cause = {
  id: 'access-denied',
  class: 'config',
  title: 'The kernel forbids the connection',
  meaning: '',
  explains: ({ symptom, phase, socket }) =>
    (phase === 'connecting' || phase === 'binding') &&
    (symptom === 'EPERM' || (symptom === 'EACCES' && !(phase === 'connecting' && socket === 'unix'))),
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
