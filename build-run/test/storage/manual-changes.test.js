import { describe, expect, it } from 'vitest';
import { minuteMs } from '../../src/base/duration.js';
import { findRootCause, formatIncidentName, listUpstreamNames } from '../../src/incidents/incident.js';
import { openStore } from '../../src/storage/store.js';
import { makeFailure, makeIncident, noon } from '../support/failure-fixtures.js';
import { makeBatch } from '../support/store-fixtures.js';

const aliceId = 'U0123ABCD';
describe('a manual change', () => {
  it('resolves an incident and records who did it', () => {
    const store = openStoreWith(makeIncident());
    const [resolved] = store.manualChanges.resolve(1, aliceId, noon + minuteMs);
    expect(resolved?.state).toMatchObject({ type: 'resolved', resolution: 'by-hand' });
    expect(listTimeline(store, 1)).toEqual(['opened', `recovered by ${aliceId}`]);
    expect(store.manualChanges.resolve(1, aliceId, noon)).toEqual([]);
  });
  it('counts what helped by cause and upstream, each incident once and its own never', () => {
    const over = { type: 'resolved', openedAt: noon, resolvedAt: noon, resolution: 'by-hand' };
    const state = { ...over, recentFailureTimes: [] };
    const current = makeIncident({ id: 9, number: 9 });
    const store = openStoreWith(
      makeIncident({ id: 1, number: 1, state }),
      makeIncident({ id: 2, number: 2, state }),
      makeIncident({ id: 3, number: 3, state }),
      makeIncident({ id: 4, number: 4, state, upstream: 'cart' }),
      makeIncident({ id: 5, number: 5, state, causes: [{ cause: 'read-timeout', count: 7 }] }),
      current,
    );
    const record = (id, step) =>
      store.manualChanges.recordWhatHelped(id, { type: 'step', step }, aliceId, noon);
    record(1, 'Reload nginx');
    record(2, 'Reload nginx');
    record(3, 'Restart the app');
    store.manualChanges.recordWhatHelped(3, { type: 'by-itself' }, aliceId, noon);
    record(4, 'Reload nginx');
    record(5, 'Reload nginx');
    expect(store.fixRecord(current)).toEqual({ answers: 3, steps: [{ step: 'Reload nginx', count: 2 }] });
    const first = store.incidentByNumber(1);
    expect(first && store.fixRecord(first)).toMatchObject({ answers: 2 });
    expect(listTimeline(store, 3)).toEqual(['opened', `helped by ${aliceId}`, `helped by ${aliceId}`]);
    expect(record(9, 'Reload nginx')).toEqual([]);
  });
  it('merges two incidents into one with all failures', () => {
    const store = openStoreWith(makeIncident(), makeIncident({ id: 2, number: 2, upstream: 'cart' }));
    store.commit(
      makeBatch({
        failures: [
          { failure: makeFailure(), previous: null, incidentId: 1 },
          { failure: makeFailure({ key: 'other', upstream: 'cart' }), previous: null, incidentId: 2 },
        ],
      }),
      noon,
    );
    const [parent] = store.manualChanges.merge(1, 2, aliceId, noon);
    expect(parent && listUpstreamNames(parent)).toEqual(['pay', 'cart']);
    expect(parent && store.latestFailures(parent, 9).map(({ upstream }) => upstream)).toEqual([
      'cart',
      'pay',
    ]);
    expect(store.openIncidents().map(formatIncidentName)).toEqual(['BG-1']);
    expect(listTimeline(store, 1)).toEqual(['opened', `spread by ${aliceId}`, `absorbed by ${aliceId}`]);
    expect(listTimeline(store, 2)).toEqual(['opened', `merged by ${aliceId}`]);
  });
  it('merges no incident into itself, and none that is already merged', () => {
    const store = openStoreWith(
      makeIncident(),
      makeIncident({ id: 2, number: 2 }),
      makeIncident({ id: 3, number: 3 }),
    );
    expect(store.manualChanges.merge(1, 1, aliceId, noon)).toEqual([]);
    store.manualChanges.merge(1, 2, aliceId, noon);
    expect(store.manualChanges.merge(3, 2, aliceId, noon)).toEqual([]);
  });
  it('splits an upstream into an incident of its own', () => {
    const store = openStoreWith(makeIncident(), makeIncident({ id: 2, number: 2, upstream: 'cart' }));
    store.manualChanges.merge(1, 2, aliceId, noon);
    const [remaining, separated] = store.manualChanges.split(1, 'cart', aliceId, noon);
    expect(remaining && listUpstreamNames(remaining)).toEqual(['pay']);
    expect(separated && [formatIncidentName(separated), ...listUpstreamNames(separated)]).toEqual([
      'BG-3',
      'cart',
    ]);
    expect(store.manualChanges.split(1, 'pay', aliceId, noon)).toEqual([]);
  });
  it('corrects the cause, which then names the incident', () => {
    const store = openStoreWith(makeIncident());
    const [corrected] = store.manualChanges.correct(1, 'ports-exhausted', aliceId);
    expect(corrected && findRootCause(corrected)).toBe('ports-exhausted');
    expect(listTimeline(store, 1)).toEqual(['opened', `corrected by ${aliceId}`]);
  });
  it('adds notes', () => {
    const store = openStoreWith(makeIncident());
    store.manualChanges.note(1, 'restarted pay-3', aliceId, noon + minuteMs);
    expect(store.timeline(1).at(-1)).toEqual({
      at: noon + minuteMs,
      by: aliceId,
      event: { type: 'noted', text: 'restarted pay-3' },
    });
  });
  it('acknowledges an incident, with a timeline entry', () => {
    const store = openStoreWith(makeIncident());
    store.acknowledge(1, aliceId, noon);
    expect(listTimeline(store, 1)).toEqual(['opened', `acknowledged by ${aliceId}`]);
  });
});
describe('a silence', () => {
  const wanted = {
    matcher: { type: 'upstream', upstream: 'pay*' },
    startsAt: noon,
    endsAt: noon + minuteMs,
    recurrence: null,
    endsWithDeploy: false,
    by: aliceId,
    reason: 'moving',
    createdAt: noon,
  };
  it('is read back unchanged, until a day after its end', () => {
    const store = openStore(':memory:');
    const silence = store.addSilence(wanted);
    expect(silence).toEqual({ id: 1, ...wanted });
    expect(store.silences(noon)).toEqual([silence]);
    expect(store.silences(noon + 25 * 60 * minuteMs)).toEqual([]);
  });
  it('that repeats is read back unchanged', () => {
    const store = openStore(':memory:');
    const recurrence = { weekdays: [7], fromMinutes: 120, toMinutes: 240, timezone: 'Europe/Berlin' };
    const silence = store.addSilence({ ...wanted, endsAt: null, recurrence });
    expect(store.silences(noon)).toEqual([silence]);
    expect(silence).toEqual({ id: 1, ...wanted, endsAt: null, recurrence });
  });
  it.each([
    ['deploy v813 done', true],
    ['Rollout finished', true],
    ['deploy v813', false],
    ['undone work', false],
  ])('that lasts until the deploy ends is ended by the mark %j: %s', (message, isEnded) => {
    const store = openStore(':memory:');
    store.addSilence({ ...wanted, endsWithDeploy: true });
    store.addSilence({ ...wanted, startsAt: noon + minuteMs, endsAt: null, endsWithDeploy: true });
    store.addSilence(wanted);
    store.saveChange({ kind: 'deploy', message, at: noon + 5, by: 'ci' });
    const ends = store.silences(noon + 5).map(({ endsAt }) => endsAt);
    expect(ends).toEqual([noon + minuteMs, null, isEnded ? noon + 5 : noon + minuteMs]);
  });
  it('can be ended early, once', () => {
    const store = openStore(':memory:');
    store.addSilence({ ...wanted, endsAt: null });
    expect(store.endSilence(1, noon + 5)?.endsAt).toBe(noon + 5);
    expect(store.endSilence(1, noon + 9)).toBeUndefined();
  });
});
function openStoreWith(...incidents) {
  const store = openStore(':memory:');
  store.commit(makeBatch({ incidents }), noon);
  return store;
}
const listTimeline = (store, incidentId) =>
  store.timeline(incidentId).map(({ by, event }) => (by === null ? event.type : `${event.type} by ${by}`));
it('finds the failures of an incident merged twice in one batch', () => {
  const merged = {
    type: 'resolved',
    openedAt: noon,
    resolvedAt: noon,
    resolution: 'merged',
    recentFailureTimes: [],
  };
  const store = openStore(':memory:');
  store.commit(
    makeBatch({
      incidents: [
        makeIncident(),
        makeIncident({ id: 2, number: 2, upstream: 'cart', state: merged, mergedIntoId: 1 }),
        makeIncident({ id: 3, number: 3, upstream: 'mail', state: merged, mergedIntoId: 2 }),
      ],
      failures: [{ failure: makeFailure({ upstream: 'mail' }), previous: null, incidentId: 3 }],
    }),
    noon,
  );
  expect(store.latestFailures(makeIncident(), 9).map(({ upstream }) => upstream)).toEqual(['mail']);
});
