import type { Cause } from '../cause.js';

export const gatewayDependency: Cause = {
  id: 'gateway-dependency',
  class: 'gateway-policy',
  title: 'A service the gateway asks failed',
  meaning: '',
  explains: ({ symptom }) => symptom === 'dependency-failed',
  fixes: { nginx: () => [], envoy: () => [] },
  avoid: [],
  samples: [],
};
