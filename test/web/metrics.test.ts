import { expect, it } from 'vitest';
import type { TallyCell } from '../../src/report/repository.js';
import { counterMemory, metricsOf } from '../../src/web/metrics.js';
import { ledgerOf } from '../support/fake-repository.js';

const cell = (upstream: string, count = 1): TallyCell => ({
  cause: 'connection-refused',
  upstream,
  outcome: 'client-visible',
  count,
});

it('keeps few series, whatever upstreams there are, and adds the others up without ever falling', () => {
  const counters = counterMemory(0);
  const measured = (cells: readonly TallyCell[]) => {
    const ledger = { ...ledgerOf({}), tally: () => cells };
    return metricsOf({ ledger, now: 1, counters }).failures;
  };
  const pods = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, at) => cell(`10.0.${(from + at) >> 8}.${(from + at) % 256}:80`));

  expect(measured(pods(0, 499))).toHaveLength(499);
  const crowded = measured([...pods(0, 499), cell('api', 7), ...pods(499, 1_500)]);
  expect(crowded).toHaveLength(501);
  expect(crowded.find(({ upstream }) => upstream === '(other)')?.count).toBe(1_001);
  expect(crowded.find(({ upstream }) => upstream === 'api')?.count).toBe(7);
  // Pods that are forgotten take nothing back.
  expect(measured(pods(600, 700)).find(({ upstream }) => upstream === '(other)')?.count).toBe(1_001);
  expect(measured(pods(2_000, 4_000))).toHaveLength(501);
});
