import { expect, it } from 'vitest';
import { openStore } from '../../src/storage/store.js';
import { aBatch, aFailure, hourMs, noon, sightingsOf } from '../support/store-fixtures.js';

it('tallies failures by cause, upstream and outcome', () => {
  const store = openStore(':memory:');
  const failures = [
    aFailure({ key: 'a' }),
    aFailure({ key: 'b' }),
    aFailure({ key: 'c', outcome: 'saved-by-retry' }),
    aFailure({ key: 'd', upstream: null }),
  ];
  store.commit(aBatch({ sightings: sightingsOf(failures) }), noon);
  expect(store.tally({ from: noon - hourMs, to: noon + hourMs }, 10)).toEqual([
    { cause: 'connection-refused', upstream: 'pay', outcome: 'client-visible', count: 2 },
    { cause: 'connection-refused', upstream: null, outcome: 'client-visible', count: 1 },
    { cause: 'connection-refused', upstream: 'pay', outcome: 'saved-by-retry', count: 1 },
  ]);
  expect(store.tally({ from: noon - hourMs, to: noon + hourMs }, 1)).toHaveLength(1);
  store.close();
});

it('counts what was said, and what waits since when', () => {
  const store = openStore(':memory:');
  const span = { from: noon - hourMs, to: noon + hourMs };
  const message = { text: 'a report', blocks: [] };
  expect(store.letters(span)).toEqual({
    posts: 0,
    edits: 0,
    replies: 0,
    failed: 0,
    waiting: 0,
    waitingSince: null,
  });
  store.decide([], [{ what: { name: 'report', day: '2026-03-09' }, message }], noon);
  expect(store.letters(span)).toMatchObject({ waiting: 1, waitingSince: noon });
  const letter = store.nextLetter(noon);
  store.fail(letter?.id ?? 0, 'channel_not_found');
  expect(store.letters(span)).toMatchObject({ waiting: 0, waitingSince: null, failed: 1 });
  store.close();
});
