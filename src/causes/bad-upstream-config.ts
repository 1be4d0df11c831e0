import type { Cause } from '../cause.js';

export const badUpstreamConfig: Cause = {
  id: 'bad-upstream-config',
  class: 'config',
  title: 'Upstream configuration cannot work',
  meaning: '',
  explains: ({ symptom, phase }) =>
    symptom === 'misconfigured' ||
    ((symptom === 'EINVAL' || symptom === 'EAFNOSUPPORT') &&
      (phase === 'connecting' || phase === 'binding')) ||
    (symptom === 'EADDRNOTAVAIL' && phase === 'binding'),
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
