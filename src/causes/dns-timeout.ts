import type { Cause } from '../cause.js';

export const dnsTimeout: Cause = {
  id: 'dns-timeout',
  class: 'dns',
  title: 'DNS server does not answer',
  meaning: '',
  explains: ({ symptom, phase }) =>
    symptom === 'name-timed-out' || (symptom === 'timed-out' && phase === 'resolving'),
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
