import type { Cause } from '../cause.js';

export const tlsHandshake: Cause = {
  id: 'tls-handshake',
  class: 'tls',
  title: 'TLS handshake with upstream failed',
  meaning: '',
  explains: ({ symptom, phase }) =>
    symptom === 'handshake-failed' || (symptom === 'closed' && phase === 'handshaking'),
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
