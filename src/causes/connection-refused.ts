import type { Cause } from '../cause.js';
import { isEstablished } from './established.js';

export const connectionRefused: Cause = {
  id: 'connection-refused',
  class: 'upstream-down',
  title: 'Upstream refuses connections',
  meaning: '',
  explains: ({ symptom, phase }) =>
    symptom === 'ECONNREFUSED' && phase !== 'resolving' && !isEstablished(phase),
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
