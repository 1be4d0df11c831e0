import type { Cause } from '../cause.js';

export const configPush: Cause = {
  id: 'config-push',
  class: 'config',
  title: 'Control plane config did not arrive',
  meaning: '',
  explains: ({ symptom }) => symptom === 'config-missing',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
