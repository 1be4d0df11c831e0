import { describe, expect, it } from 'vitest';
import { type Incident, incidentName, rootCause, upstreamsOf } from '../../src/incidents/incident.js';
import { openStore, type Store } from '../../src/storage/store.js';
import { aBatch, aFailure, anIncident, minuteMs, noon } from '../support/store-fixtures.js';

const alice = 'U0123ABCD';

describe('what people do', () => {
  it('resolves an incident, and says who did it', () => {
    const store = storeWith(anIncident());
    const [resolved] = store.byHand.resolve(1, alice, noon + minuteMs);
    expect(resolved?.state).toMatchObject({ name: 'resolved', proof: 'by-hand' });
    expect(turnsOf(store, 1)).toEqual(['opened', `recovered by ${alice}`]);
    expect(store.byHand.resolve(1, alice, noon)).toEqual([]);
  });

  it('merges two incidents: one goes on for both, with all failures', () => {
    const store = storeWith(anIncident(), anIncident({ id: 2, number: 2, upstream: 'cart' }));
    store.commit(
      aBatch({
        sightings: [
          { failure: aFailure(), was: null, incident: 1 },
          { failure: aFailure({ key: 'other', upstream: 'cart' }), was: null, incident: 2 },
        ],
      }),
      noon,
    );
    const [whole] = store.byHand.merge(1, 2, alice, noon);
    expect(whole && upstreamsOf(whole)).toEqual(['pay', 'cart']);
    expect(whole && store.failures(whole, 9).map(({ upstream }) => upstream)).toEqual(['cart', 'pay']);
    expect(store.openIncidents().map(incidentName)).toEqual(['BG-1']);
    expect(turnsOf(store, 1)).toEqual(['opened', `spread by ${alice}`, `took-in by ${alice}`]);
    expect(turnsOf(store, 2)).toEqual(['opened', `merged by ${alice}`]);
  });

  it('does not merge an incident into itself, nor one that is a part of another', () => {
    const store = storeWith(anIncident(), anIncident({ id: 2, number: 2 }), anIncident({ id: 3, number: 3 }));
    expect(store.byHand.merge(1, 1, alice, noon)).toEqual([]);
    store.byHand.merge(1, 2, alice, noon);
    expect(store.byHand.merge(3, 2, alice, noon)).toEqual([]);
  });

  it('splits an upstream off again, into an incident of its own', () => {
    const store = storeWith(anIncident(), anIncident({ id: 2, number: 2, upstream: 'cart' }));
    store.byHand.merge(1, 2, alice, noon);
    const [left, own] = store.byHand.split(1, 'cart', alice, noon);
    expect(left && upstreamsOf(left)).toEqual(['pay']);
    expect(own && [incidentName(own), ...upstreamsOf(own)]).toEqual(['BG-3', 'cart']);
    expect(store.byHand.split(1, 'pay', alice, noon)).toEqual([]);
  });

  it('names another cause, and the incident is called so', () => {
    const store = storeWith(anIncident());
    const [corrected] = store.byHand.correct(1, 'ports-exhausted', alice);
    expect(corrected && rootCause(corrected)).toBe('ports-exhausted');
    expect(turnsOf(store, 1)).toEqual(['opened', `corrected by ${alice}`]);
  });

  it('leaves notes', () => {
    const store = storeWith(anIncident());
    store.byHand.note(1, 'restarted pay-3', alice, noon + minuteMs);
    expect(store.timeline(1).at(-1)).toEqual({
      at: noon + minuteMs,
      by: alice,
      what: { name: 'noted', text: 'restarted pay-3' },
    });
  });

  it('takes an incident on, and is on its timeline', () => {
    const store = storeWith(anIncident());
    store.acknowledge(1, alice, noon);
    expect(turnsOf(store, 1)).toEqual(['opened', `acknowledged by ${alice}`]);
  });
});

describe('a silence', () => {
  const wanted = {
    of: { name: 'upstream', upstream: 'pay*' },
    from: noon,
    until: noon + minuteMs,
    by: alice,
    reason: 'moving',
    createdAt: noon,
  } as const;

  it('is kept as it was asked for, and for a day after its end', () => {
    const store = openStore(':memory:');
    const silence = store.addSilence(wanted);
    expect(silence).toEqual({ id: 1, ...wanted });
    expect(store.silences(noon)).toEqual([silence]);
    expect(store.silences(noon + 25 * 60 * minuteMs)).toEqual([]);
  });

  it('can be ended early, once', () => {
    const store = openStore(':memory:');
    store.addSilence({ ...wanted, until: null });
    expect(store.endSilence(1, noon + 5)?.until).toBe(noon + 5);
    expect(store.endSilence(1, noon + 9)).toBeUndefined();
  });
});

function storeWith(...incidents: readonly Incident[]): Store {
  const store = openStore(':memory:');
  store.commit(aBatch({ incidents }), noon);
  return store;
}

const turnsOf = (store: Store, incident: number) =>
  store.timeline(incident).map(({ by, what }) => (by === null ? what.name : `${what.name} by ${by}`));

it('finds the failures of a part of a part that became one in the same batch', () => {
  const merged = { name: 'resolved', openedAt: noon, resolvedAt: noon, proof: 'merged', recent: [] } as const;
  const store = openStore(':memory:');
  store.commit(
    aBatch({
      incidents: [
        anIncident(),
        anIncident({ id: 2, number: 2, upstream: 'cart', state: merged, partOf: 1 }),
        anIncident({ id: 3, number: 3, upstream: 'mail', state: merged, partOf: 2 }),
      ],
      sightings: [{ failure: aFailure({ upstream: 'mail' }), was: null, incident: 3 }],
    }),
    noon,
  );
  expect(store.failures(anIncident(), 9).map(({ upstream }) => upstream)).toEqual(['mail']);
});
