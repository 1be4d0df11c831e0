import type { Cause } from '../cause.js';

export const noRoute: Cause = {
  id: 'no-route',
  class: 'config',
  title: 'No route or cluster for the request',
  meaning: '',
  explains: ({ symptom }) => symptom === 'no-route',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
