import type { Cause } from '../cause.js';

export const dnsNotFound: Cause = {
  id: 'dns-not-found',
  class: 'dns',
  title: 'Upstream name does not exist in DNS',
  meaning: '',
  explains: ({ symptom }) => symptom === 'name-not-found',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
