import type { Cause } from '../cause.js';

export const socketMissing: Cause = {
  id: 'socket-missing',
  class: 'upstream-down',
  title: 'Unix socket does not exist',
  meaning: '',
  explains: ({ symptom, phase }) => phase === 'connecting' && (symptom === 'ENOENT' || symptom === 'ENOTDIR'),
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
