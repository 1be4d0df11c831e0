import type { Cause } from '../cause.js';
import { isEstablished } from './established.js';

export const hostUnreachable: Cause = {
  id: 'host-unreachable',
  class: 'network',
  title: 'Upstream host cannot be reached',
  meaning: '',
  explains: ({ symptom, phase }) =>
    ((symptom === 'EHOSTUNREACH' || symptom === 'EHOSTDOWN') && phase !== 'resolving') ||
    (symptom === 'ETIMEDOUT' && isEstablished(phase)),
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
