import type { Cause } from '../cause.js';
import type { Symptom } from '../event.js';
import { isEstablished } from './established.js';

export const connectionReset: Cause = {
  id: 'connection-reset',
  class: 'bad-response',
  title: 'Upstream connection was reset',
  meaning: '',
  explains: ({ symptom, phase }) =>
    (resets.has(symptom) && phase !== 'resolving') || (symptom === 'ECONNREFUSED' && isEstablished(phase)),
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};

const resets: ReadonlySet<Symptom> = new Set<Symptom>(['ECONNRESET', 'EPIPE', 'ENOTCONN']);
