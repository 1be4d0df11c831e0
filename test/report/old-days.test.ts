import { expect, it } from 'vitest';
import { failureChart } from '../../src/report/charts.js';
import { reportView } from '../../src/report/report-message.js';
import { dayFactsOf } from '../../src/report/summary/day.js';
import { openStore } from '../../src/storage/store.js';
import { aBatch, aFailure, dayMs, hourMs, noon, sightingsOf } from '../support/store-fixtures.js';

it('reports on a day of which only the hours are left', () => {
  const store = openStore(':memory:');
  const failures = Array.from({ length: 30 }, (_, at) =>
    aFailure({ key: `a${at}`, at: noon + Math.floor(at / 10) * hourMs + at * 1_000 }),
  );
  store.commit(aBatch({ sightings: sightingsOf(failures) }), noon);
  const later = noon + 60 * dayMs;
  while (store.prune(later));
  const facts = dayFactsOf('2026-03-10', { now: later, zone: 'UTC' }, store);
  if (facts === undefined) throw new Error('no facts');
  expect(facts.byHour.slice(11, 16)).toEqual([0, 10, 10, 10, 0]);
  expect(failureChart(facts)?.unit).toBe('failures per hour');
  expect(reportView(facts).text).toContain('30');
  store.close();
});
