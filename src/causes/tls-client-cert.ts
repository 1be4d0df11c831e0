import type { Cause } from '../cause.js';

export const tlsClientCert: Cause = {
  id: 'tls-client-cert',
  class: 'tls',
  title: 'Upstream rejects our certificate',
  meaning: '',
  explains: ({ symptom }) => symptom === 'certificate-refused',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
