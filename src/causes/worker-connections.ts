import type { Cause } from '../cause.js';

export const workerConnections: Cause = {
  id: 'worker-connections',
  class: 'gateway-resources',
  title: 'Gateway worker has no connection left',
  meaning: '',
  explains: ({ symptom }) => symptom === 'connections-full',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
