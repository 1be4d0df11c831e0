import { expect, it } from 'vitest';
import { dayMs, hourMs } from '../../src/base/duration.js';
import { buildTimeSeriesChart } from '../../src/report/charts.js';
import { renderDayReport } from '../../src/report/report-message.js';
import { summarizeDay } from '../../src/report/summary/day.js';
import { openStore } from '../../src/storage/store.js';
import { makeFailure, noon } from '../support/failure-fixtures.js';
import { makeBatch, makeFailureUpdates } from '../support/store-fixtures.js';

it('reports on a day whose minutes were pruned', () => {
  const store = openStore(':memory:');
  const failures = Array.from({ length: 30 }, (_, index) =>
    makeFailure({ key: `a${index}`, at: noon + Math.floor(index / 10) * hourMs + index * 1_000 }),
  );
  store.commit(makeBatch({ failures: makeFailureUpdates(failures) }), noon);
  const later = noon + 60 * dayMs;
  while (store.prune(later));
  const summary = summarizeDay('2026-03-10', { now: later, timezone: 'UTC' }, store);
  if (summary === undefined) throw new Error('no summary');
  expect(summary.byHour.slice(11, 16)).toEqual([0, 10, 10, 10, 0]);
  expect(buildTimeSeriesChart(summary)?.unit).toBe('failures per hour');
  expect(renderDayReport(summary).text).toContain('30');
  store.close();
});
