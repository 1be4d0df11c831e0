import type { Cause } from '../cause.js';

export const noLiveUpstreams: Cause = {
  id: 'no-live-upstreams',
  class: 'upstream-down',
  title: 'No upstream server left to try',
  meaning: '',
  explains: ({ symptom }) => symptom === 'no-peer',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  aftermath: true,
  samples: [],
};
