import { expect, it } from 'vitest';
import { hourMs } from '../../src/base/duration.js';
import { openStore } from '../../src/storage/store.js';
import { makeFailure, noon } from '../support/failure-fixtures.js';
import { makeBatch, makeFailureUpdates } from '../support/store-fixtures.js';

it('counts failures by cause, upstream and outcome', () => {
  const store = openStore(':memory:');
  const failures = [
    makeFailure({ key: 'a' }),
    makeFailure({ key: 'b' }),
    makeFailure({ key: 'c', outcome: 'saved-by-retry' }),
    makeFailure({ key: 'd', upstream: null }),
  ];
  store.commit(makeBatch({ failures: makeFailureUpdates(failures) }), noon);
  expect(store.failuresByLabel({ from: noon - hourMs, to: noon + hourMs }, 10)).toEqual([
    { cause: 'connection-refused', upstream: 'pay', outcome: 'client-visible', count: 2 },
    { cause: 'connection-refused', upstream: null, outcome: 'client-visible', count: 1 },
    { cause: 'connection-refused', upstream: 'pay', outcome: 'saved-by-retry', count: 1 },
  ]);
  expect(store.failuresByLabel({ from: noon - hourMs, to: noon + hourMs }, 1)).toHaveLength(1);
  store.close();
});
it('counts delivered and waiting messages, with the age of the oldest', () => {
  const store = openStore(':memory:');
  const span = { from: noon - hourMs, to: noon + hourMs };
  const content = { text: 'a report', blocks: [] };
  expect(store.outboxStats(span)).toEqual({
    posts: 0,
    edits: 0,
    replies: 0,
    failed: 0,
    waiting: 0,
    waitingSince: null,
  });
  store.saveDecisions([], [{ kind: { type: 'report', day: '2026-03-09' }, content }], noon);
  expect(store.outboxStats(span)).toMatchObject({ waiting: 1, waitingSince: noon });
  const outboxMessage = store.nextMessage(noon);
  store.markFailed(outboxMessage?.id ?? 0, 'channel_not_found');
  expect(store.outboxStats(span)).toMatchObject({ waiting: 0, waitingSince: null, failed: 1 });
  store.close();
});
