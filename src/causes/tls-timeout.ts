import type { Cause } from '../cause.js';

export const tlsTimeout: Cause = {
  id: 'tls-timeout',
  class: 'tls',
  title: 'TLS handshake timed out',
  meaning: '',
  explains: ({ symptom, phase }) =>
    phase === 'handshaking' && (symptom === 'timed-out' || symptom === 'ETIMEDOUT'),
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
