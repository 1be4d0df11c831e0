import type { Cause } from '../cause.js';
import type { Symptom } from '../event.js';

export const gatewayDisk: Cause = {
  id: 'gateway-disk',
  class: 'gateway-resources',
  title: 'Gateway cannot write to its disk',
  meaning: '',
  explains: ({ symptom, phase }) =>
    symptom === 'ENOSPC' || symptom === 'EROFS' || (phase === 'storing' && storageErrors.has(symptom)),
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};

const storageErrors: ReadonlySet<Symptom> = new Set<Symptom>([
  'EACCES',
  'ENOENT',
  'ENOTDIR',
  'EPERM',
  'EOTHER',
]);
