import type { Cause } from '../cause.js';

export const tlsVerify: Cause = {
  id: 'tls-verify',
  class: 'tls',
  title: 'Upstream certificate is not trusted',
  meaning: '',
  explains: ({ symptom }) => symptom === 'certificate-untrusted',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
