import type { Cause } from '../cause.js';

export const socketPermission: Cause = {
  id: 'socket-permission',
  class: 'config',
  title: 'No permission on the unix socket',
  meaning: '',
  explains: ({ symptom, phase, socket }) =>
    symptom === 'EACCES' && phase === 'connecting' && socket === 'unix',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
