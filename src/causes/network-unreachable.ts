import type { Cause } from '../cause.js';

export const networkUnreachable: Cause = {
  id: 'network-unreachable',
  class: 'network',
  title: 'No route to the upstream network',
  meaning: '',
  explains: ({ symptom, phase }) =>
    (symptom === 'ENETUNREACH' || symptom === 'ENETDOWN') && phase !== 'resolving',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
