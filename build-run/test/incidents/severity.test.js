import { expect, it } from 'vitest';
import { gradeSeverity } from '../../src/incidents/severity.js';

it.each([
  ['a few failures', { failuresPerMinute: 8 }, 'minor'],
  ['a large share of hardly any traffic', { failuresPerMinute: 3, share: 1 }, 'minor'],
  ['a twentieth of the requests', { failuresPerMinute: 10, share: 0.05 }, 'major'],
  ['three upstreams', { upstreamCount: 3 }, 'major'],
  ['a hundred failures a minute', { failuresPerMinute: 100 }, 'major'],
  ['a quarter of the requests', { failuresPerMinute: 60, share: 0.25 }, 'critical'],
  ['ten upstreams', { upstreamCount: 10 }, 'critical'],
  ['a thousand failures a minute', { failuresPerMinute: 1_000 }, 'critical'],
])('%s, %o, grade as %s', (_, impact, severity) => {
  expect(gradeSeverity({ share: null, failuresPerMinute: 0, upstreamCount: 1, ...impact })).toBe(severity);
});
