import { expect, it } from 'vitest';
import type { LabeledCount } from '../../src/report/repository.js';
import { collectMetrics, createCounterState } from '../../src/web/metrics.js';
import { openFilledStore } from '../support/filled-store.js';

const makeCountCell = (upstream: string, count = 1): LabeledCount => ({
  cause: 'connection-refused',
  upstream,
  outcome: 'client-visible',
  count,
});

it('limits the number of series and adds up the others, without ever falling', () => {
  const counters = createCounterState(0);
  const measured = (cells: readonly LabeledCount[]) => {
    const repository = { ...openFilledStore({}), failuresByLabel: () => cells };
    return collectMetrics({ repository, now: 1, counters }).failures;
  };
  const pods = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) =>
      makeCountCell(`10.0.${(from + index) >> 8}.${(from + index) % 256}:80`),
    );

  expect(measured(pods(0, 499))).toHaveLength(499);
  const crowded = measured([...pods(0, 499), makeCountCell('api', 7), ...pods(499, 1_500)]);
  expect(crowded).toHaveLength(501);
  expect(crowded.find(({ upstream }) => upstream === '(other)')?.count).toBe(1_001);
  expect(crowded.find(({ upstream }) => upstream === 'api')?.count).toBe(7);
  // Pods that disappear do not lower the count.
  expect(measured(pods(600, 700)).find(({ upstream }) => upstream === '(other)')?.count).toBe(1_001);
  expect(measured(pods(2_000, 4_000))).toHaveLength(501);
});
