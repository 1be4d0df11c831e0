import { describe, expect, it } from 'vitest';
import { dayMs, hourMs, minuteMs } from '../../src/base/duration.js';
import { splitSpan } from '../../src/storage/split-span.js';
import { openStore } from '../../src/storage/store.js';
import { makeFailure, makeIncident, noon } from '../support/failure-fixtures.js';
import {
  makeBatch,
  makeCheckpoint,
  makeDatabasePath,
  makeFailureUpdates,
} from '../support/store-fixtures.js';

const allTime = { from: 0, to: noon + dayMs };
describe('expired data', () => {
  it('includes failures after two weeks, but not their counts', () => {
    const store = openStoreWith([0, 13, 15, 300].map((days) => makeFailureAgo(days * dayMs)));
    pruneAll(store);
    expect([...store.allFailures(allTime)].map(({ at }) => noon - at)).toEqual([13 * dayMs, 0]);
    expect(store.totals(allTime).failures).toBe(4);
    expect(store.top('route', allTime, 1)).toEqual([{ key: '/cart', count: 4, clientImpacting: 4 }]);
  });
  it('includes counts after 400 days', () => {
    const store = openStoreWith([makeFailureAgo(401 * dayMs), makeFailureAgo(399 * dayMs)]);
    pruneAll(store);
    expect(store.totals(allTime).failures).toBe(1);
  });
  it('is removed in steps, so that reading the logs never waits long', () => {
    const store = openStoreWith(
      Array.from({ length: 4_100 }, (_, index) => makeFailureAgo(20 * dayMs + index)),
    );
    expect([1, 2, 3].map(() => store.prune(noon))).toEqual([true, true, false]);
    expect([...store.allFailures(allTime)]).toEqual([]);
    expect(store.totals(allTime).failures).toBe(4_100);
  });
  it('leaves answers exact to the minute, then to the hour', () => {
    const store = openStoreWith([1, 5, 20].map((days) => makeFailureAgo(days * dayMs)));
    pruneAll(store);
    const justMisses = (days) =>
      store.totals({ from: noon - days * dayMs + 1, to: noon - days * dayMs + hourMs }).failures;
    expect([1, 5, 20].map(justMisses)).toEqual([0, 0, 1]);
    const [group] = store.groups({ from: noon - 21 * dayMs, to: noon - 19 * dayMs }, 1);
    expect(group).toMatchObject({ count: 1, firstAt: noon - 20 * dayMs, lastAt: noon - 20 * dayMs });
  });
  it('leaves counts by minute as long as individual failures are kept', () => {
    const store = openStoreWith([1, 5].map((days) => makeFailureAgo(days * dayMs)));
    pruneAll(store);
    for (const days of [1, 5]) {
      const from = noon - days * dayMs - minuteMs;
      expect(store.failuresPerMinute({ from, to: from + 3 * minuteMs })).toEqual([0, 1, 0]);
    }
  });
  it('includes pending incidents after a day, resolved ones after 400 days, open ones never', () => {
    const store = openStore(':memory:');
    const long = noon - 500 * dayMs;
    const watching = { type: 'pending', recentFailureTimes: [] };
    const resolved = {
      type: 'resolved',
      openedAt: long,
      resolvedAt: long,
      resolution: 'quiet',
      recentFailureTimes: [],
    };
    const incidents = [
      makeIncident({ id: 1, number: null, state: watching, lastFailureAt: noon - 2 * dayMs }),
      makeIncident({ id: 2, number: null, state: watching, lastFailureAt: noon }),
      makeIncident({ id: 3, number: 1, state: resolved, firstFailureAt: long, lastFailureAt: long }),
      makeIncident({ id: 4, number: 2, firstFailureAt: long, lastFailureAt: long }),
    ];
    store.commit(makeBatch({ incidents }), noon);
    store.saveDecisions([{ incidentId: 3, state: notified, messages: [] }], [], noon);
    pruneAll(store);
    expect(store.restore().incidents.map(({ id }) => id)).toEqual([2, 4]);
    expect(store.incidentByNumber(1)).toBeUndefined();
    expect(store.notificationState(3)).toBeUndefined();
  });
  it('includes checkpoints of finished files and outbox messages after a month', () => {
    const store = openStore(':memory:');
    const checkpoints = [makeCheckpoint(100), makeCheckpoint(900, { ino: '7', state: 'done' })];
    store.commit(makeBatch({ checkpoints }), noon - 31 * dayMs);
    store.saveDecisions([], [makeReportMessage('2026-02-07')], noon - 31 * dayMs);
    store.saveDecisions([], [makeReportMessage('2026-03-09')], noon);
    pruneAll(store);
    expect(store.restore().checkpoints).toEqual([makeCheckpoint(100)]);
    expect(['2026-02-07', '2026-03-09'].map((day) => store.isReportWritten(day))).toEqual([false, true]);
  });
  it('does not include where an incident was posted', () => {
    const store = openStore(':memory:');
    store.saveIncident(makeIncident());
    const kind = { type: 'incident', incidentId: 1, sequence: 1, reason: 'opened' };
    store.saveDecisions(
      [{ incidentId: 1, state: notified, messages: [{ kind, content: { text: 'down', blocks: [] } }] }],
      [],
      noon - 40 * dayMs,
    );
    store.markSent(1, '1763800000.000100');
    pruneAll(store);
    expect(store.findIncidentTs(1)).toBe('1763800000.000100');
  });
});
describe('counts by dimension', () => {
  it('come from hours for nine days, from individual failures for fourteen, and then from days', () => {
    const store = openStore(':memory:');
    const ages = [1, 8, 12, 20].map((days) => days * dayMs);
    store.commit(makeBatch({ failures: makeFailureUpdates(ages.map(makeFailureAgo)) }), noon);
    while (store.prune(noon));
    const routesIn = (age, lengthMs) =>
      store.top('route', { from: noon - age, to: noon - age + lengthMs }, 5).map(({ count }) => count);
    expect(routesIn(dayMs, 1)).toEqual([1]);
    expect(routesIn(8 * dayMs, 60_000)).toEqual([1]);
    expect(routesIn(12 * dayMs, 1)).toEqual([1]);
    expect(routesIn(12 * dayMs + 2, 1)).toEqual([]);
    expect(routesIn(20 * dayMs + 2, 1)).toEqual([1]);
    expect(routesIn(20 * dayMs, 20 * dayMs)).toEqual([4]);
    expect(
      store.failuresPerHour({ from: noon - 20 * dayMs, to: noon }, { routes: ['/cart'] }).filter(Boolean),
    ).toHaveLength(3);
  });
});
describe('a full database', () => {
  it('removes the oldest failures early and still counts them', () => {
    const store = openStore(makeDatabasePath());
    const failures = Array.from({ length: 3_000 }, (_, index) => makeFailureAgo(5 * hourMs - index * 1_000));
    store.commit(makeBatch({ failures: makeFailureUpdates(failures) }), noon);
    expect(store.prune(noon, 0)).toBe(true);
    const left = [...store.allFailures(allTime)];
    expect(left).toHaveLength(1_000);
    expect(left[0]?.at).toBe(failures[2_000]?.at);
    expect(store.totals(allTime).failures).toBe(3_000);
    const from = noon - 5 * hourMs;
    expect(store.totals({ from, to: from + 90_000 }).failures).toBe(120);
  });
});
describe('a span is split into', () => {
  const kept = { failures: noon - 14 * dayMs, minutes: noon - 3 * dayMs, hours: noon - 9 * dayMs };
  const at = (hours, minutes = 0, ms = 0) => noon + hours * hourMs + minutes * minuteMs + ms;
  it.each([
    ['nothing', { from: noon, to: noon }, []],
    ['whole hours', { from: at(0), to: at(2) }, ['hour 0:120']],
    [
      'hours, minutes and failures at its ends',
      { from: at(0, 10, 5), to: at(2, 7, 9) },
      ['failure 10+5:11', 'minute 11:60', 'hour 60:120', 'minute 120:127', 'failure 127:127+9'],
    ],
    ['failures, within a minute', { from: at(0, 1, 5), to: at(0, 1, 9) }, ['failure 1+5:1+9']],
    ['minutes, within an hour', { from: at(0, 1), to: at(0, 9) }, ['minute 1:9']],
    ['minutes around a full hour', { from: at(0, 50), to: at(1, 10) }, ['minute 50:60', 'minute 60:70']],
  ])('%s', (_, span, expected) => {
    expect(splitSpan(span, kept).map(formatPart)).toEqual(expected);
  });
  it('hours, rounded outwards, when nothing finer is kept', () => {
    const old = { from: at(-500, 10), to: at(-498, 20) };
    const expected = ['hour -30000:-29940', 'hour -29940:-29880', 'hour -29880:-29820'];
    expect(splitSpan(old, kept).map(formatPart)).toEqual(expected);
    expect(splitSpan({ from: at(-500, 10), to: at(-500, 20) }, kept).map(formatPart)).toEqual([
      'hour -30000:-29940',
    ]);
  });
  it('minutes, rounded outwards, when individual failures were removed early', () => {
    const span = { from: at(0, 1, 5), to: at(0, 9, 5) };
    expect(splitSpan(span, { ...kept, failures: at(5) }).map(formatPart)).toEqual(['minute 1:10']);
  });
  /** Minutes since noon, and ms. */
  function formatPart({ table, from, to }) {
    const since = (time) => {
      const ms = (((time - noon) % minuteMs) + minuteMs) % minuteMs;
      return `${Math.floor((time - noon) / minuteMs)}${ms === 0 ? '' : `+${ms}`}`;
    };
    return `${table} ${since(from)}:${since(to)}`;
  }
});
const notified = {
  reason: 'opened',
  cause: 'connection-refused',
  notifiedAt: noon,
  clientImpacting: 1,
  peerCount: 1,
  severity: 'minor',
  upstreamCount: 1,
  absorbedCount: 0,
  isAcknowledged: false,
  isEscalated: false,
  areOwnersCalled: true,
  isSilenced: false,
  isResolved: false,
};
const makeReportMessage = (day) => ({
  kind: { type: 'report', day },
  content: { text: day, blocks: [] },
});
const makeFailureAgo = (ageMs) => makeFailure({ key: `${ageMs}`, at: noon - ageMs });
function openStoreWith(failures) {
  const store = openStore(':memory:');
  store.commit(makeBatch({ failures: makeFailureUpdates(failures) }), noon);
  return store;
}
function pruneAll(store) {
  while (store.prune(noon));
}
