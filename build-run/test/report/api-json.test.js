import { expect, it } from 'vitest';
import {
  serializeDay,
  serializeIncidentDetail,
  serializeStatus,
  serializeWeek,
} from '../../src/report/export/api-json.js';
import { summarizeDay } from '../../src/report/summary/day.js';
import { buildIncidentDetail } from '../../src/report/summary/incident-detail.js';
import { summarizePeriod } from '../../src/report/summary/period.js';
import { summarizeWeek } from '../../src/report/summary/week.js';
import { openTwoDayStore, twoPm } from '../support/two-days.js';

const store = openTwoDayStore();
const clock = { now: twoPm, timezone: 'UTC' };
const toJson = (value) => JSON.parse(JSON.stringify(value));
it('keeps the public names of upstreams, routes and changes in the JSON of a day', () => {
  const summary = summarizeDay('2026-11-22', clock, store);
  const { upstreams, routes, changes } = toJson(summary && serializeDay(summary));
  expect(upstreams[0]).toEqual({
    upstream: 'payments-api',
    alarming: 40,
    saved: 5,
    requests: expect.any(Number),
    peers: expect.arrayContaining([{ name: '10.0.0.7:8080', count: 41, alarming: 36 }]),
  });
  expect(Object.keys(routes[0])).toEqual(['name', 'count', 'alarming']);
  expect(Object.keys(changes[0])).toEqual(['at', 'kind', 'words', 'by']);
});
it('keeps the public names of days in the JSON of a week', () => {
  const summary = summarizeWeek('2026-11-22', clock, store);
  expect(toJson(summary && serializeWeek(summary)).byDay.at(-1)).toEqual({ day: '2026-11-22', alarming: 58 });
});
it('keeps the public names of causes that are gone', () => {
  const summary = summarizeWeek('2026-11-29', { ...clock, now: twoPm + 7 * 86_400_000 }, store);
  expect(toJson(summary && serializeWeek(summary)).gone[0]).toEqual({
    cause: 'connection-refused',
    upstream: 'payments-api',
    alarming: 48,
  });
});
it('keeps the public names of a change in the timeline of an incident', () => {
  const [incident] = store.openIncidents();
  if (incident === undefined) throw new Error('no open incident');
  const { timeline } = toJson(serializeIncidentDetail(buildIncidentDetail(incident, store, twoPm)));
  expect(timeline[0]).toEqual({
    at: '2026-11-22T13:25:00.000Z',
    name: 'changed',
    change: { kind: 'deploy', words: 'deploy api v813', at: expect.any(Number), by: 'ada' },
  });
});
it.each([
  [
    { type: 'no-lines', path: '/a.log', usualMinutes: 40 },
    { path: '/a.log', usually: 40 },
  ],
  [{ type: 'behind' }, {}],
  [{ type: 'unsent', messages: 3 }, { letters: 3 }],
  [
    { type: 'not-understood', path: '/a.log', unparsed: 80, records: 200 },
    { path: '/a.log', unparsed: 80, records: 200 },
  ],
  [
    { type: 'wrong-zone', path: '/a.log', offsetMs: -7_200_000 },
    { path: '/a.log', offMs: -7_200_000 },
  ],
])('keeps the public names of the health issue %j', (kind, details) => {
  const period = summarizePeriod({ from: twoPm - 3_600_000, to: twoPm }, 'UTC', store);
  const healthIssues = [{ id: 1, kind, startedAt: twoPm, endedAt: null }];
  expect(toJson(serializeStatus({ ...period, healthIssues }, [], twoPm)).health).toEqual([
    { kind: kind.type, since: '2026-11-22T14:00:00.000Z', ...details },
  ]);
});
