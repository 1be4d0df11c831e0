import type { Cause } from '../cause.js';

export const backlogFull: Cause = {
  id: 'backlog-full',
  class: 'overload',
  title: 'Unix socket queue is full',
  meaning: '',
  explains: ({ symptom, phase }) => symptom === 'EAGAIN' && phase === 'connecting',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
