import { describe, expect, it } from 'vitest';
import { dayMs, minuteMs } from '../../src/base/duration.js';
import { buildDedupKey } from '../../src/notify/outbox.js';
import { openStore, openStoreReader } from '../../src/storage/store.js';
import { makeIncident, noon } from '../support/failure-fixtures.js';
import { makeDatabasePath } from '../support/store-fixtures.js';

const notified = {
  cause: 'connection-refused',
  reason: 'opened',
  notifiedAt: noon,
  clientImpacting: 7,
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
describe('a planned notification', () => {
  it('is stored with its message', () => {
    const path = makeDatabasePath();
    const store = openStoreWithIncidents(path);
    store.saveDecisions([makeDecision(1, 1, ['incident'])], [], noon);
    expect(store.notificationState(1)).toEqual(notified);
    expect(store.notificationState(2)).toBeUndefined();
    expect(openStoreReader(path).notificationState(1)).toEqual(notified);
    expect(store.nextMessage(noon)).toEqual({
      id: 1,
      kind: { type: 'incident', incidentId: 1, sequence: 1, reason: 'opened' },
      content: makeMessage('incident 1.1'),
      state: 'ready',
      attempts: 0,
      notBeforeAt: noon,
      createdAt: noon,
      lostAt: null,
    });
  });
  it('stores nothing when a message cannot be written', () => {
    const store = openStoreWithIncidents();
    const endless = { text: 'x', blocks: [] };
    Object.assign(endless, { endless });
    const unwritable = { kind: { type: 'report', day: '2026-11-21' }, content: endless };
    expect(() => store.saveDecisions([makeDecision(1, 1, ['incident'])], [unwritable], noon)).toThrow();
    expect(store.notificationState(1)).toBeUndefined();
    expect(store.nextMessage(noon)).toBeUndefined();
  });
});
describe('two thread messages of one millisecond', () => {
  it('are both sent, with different keys', () => {
    const store = openStoreWithIncidents();
    store.saveDecisions([makeDecision(1, 1, ['incident', 'thread', 'thread'])], [], noon);
    const keys = [1, 2, 3].map((id) => {
      const message = store.nextMessage(noon);
      store.markSent(id, `1763800000.00010${id}`);
      return message && buildDedupKey(message.kind);
    });
    expect(keys).toEqual(['incident:1', 'thread:1:1', 'thread:1:2']);
  });
});
describe('a message', () => {
  it('is marked as sending first, and is gone when it is sent', () => {
    const store = openStoreWithIncidents();
    store.saveDecisions([makeDecision(1, 1, ['incident'])], [], noon);
    store.markSending(1);
    expect(store.nextMessage(noon)).toMatchObject({ id: 1, state: 'sending' });
    store.markSent(1, '1763800000.000100');
    expect(store.findIncidentTs(1)).toBe('1763800000.000100');
    expect(store.nextMessage(noon + dayMs)).toBeUndefined();
  });
  it('waits as long as Slack asked', () => {
    const store = openStoreWithIncidents();
    store.saveDecisions([makeDecision(1, 1, ['incident'])], [], noon);
    store.markSending(1);
    store.postpone(1, noon + minuteMs, 'ready', 'rate limited');
    expect(store.nextMessage(noon + minuteMs - 1)).toBeUndefined();
    expect(store.nextMessage(noon + minuteMs)).toMatchObject({ id: 1, attempts: 1 });
  });
  it('does not wait for a clock that stepped back', () => {
    const store = openStoreWithIncidents();
    store.saveDecisions([makeDecision(1, 1, ['incident'])], [], noon);
    const before = noon - 60 * minuteMs;
    expect(store.nextMessage(before)?.id).toBe(1);
    store.markSending(1);
    store.postpone(1, noon + 30_000, 'ready', 'HTTP 429');
    expect(store.nextMessage(noon)).toBeUndefined();
    expect(store.nextMessage(before)?.id).toBe(1);
  });
  it('that was being sent when the program stopped is unknown', () => {
    const path = makeDatabasePath();
    const store = openStoreWithIncidents(path);
    store.saveDecisions([makeDecision(1, 1, ['incident'])], [], noon);
    store.markSending(1);
    store.close();
    const again = openStore(path, noon);
    // Slack may show it only a moment later.
    expect(again.nextMessage(noon)).toBeUndefined();
    expect(again.nextMessage(noon + 3_000)).toMatchObject({ id: 1, state: 'unknown', attempts: 1 });
  });
  it('takes the newest text while it waits, and keeps its place in the queue', () => {
    const store = openStoreWithIncidents();
    store.saveDecisions([makeDecision(1, 1, ['incident'])], [], noon);
    store.saveDecisions([makeDecision(2, 1, ['incident'])], [], noon);
    store.saveDecisions([makeDecision(1, 2, ['incident'])], [], noon + minuteMs);
    expect(deliverTexts(store)).toEqual(['incident 1.2', 'incident 2.1']);
  });
  it('is not overtaken by a newer one while it is unknown', () => {
    const store = openStoreWithIncidents();
    store.saveDecisions([makeDecision(1, 1, ['incident'])], [], noon);
    store.markSending(1);
    store.postpone(1, noon + minuteMs, 'unknown', 'no answer');
    store.saveDecisions([makeDecision(1, 2, ['incident'])], [], noon);
    expect(store.nextMessage(noon)).toBeUndefined();
    store.markSent(1, '1763800000.000100');
    expect(deliverTexts(store)).toEqual(['incident 1.2']);
  });
  it('in a thread waits until its incident has a message', () => {
    const store = openStoreWithIncidents();
    store.saveDecisions([makeDecision(1, 1, ['thread', 'incident'])], [], noon);
    expect(deliverTexts(store)).toEqual(['incident 1.1', 'thread 1.1']);
  });
  it('is followed by at most twenty thread messages, the latest', () => {
    const store = openStoreWithIncidents();
    for (let sequence = 1; sequence <= 30; sequence++)
      store.saveDecisions([makeDecision(1, sequence, ['incident', 'thread'])], [], noon);
    const delivered = deliverTexts(store);
    expect(delivered).toHaveLength(21);
    expect(delivered.slice(0, 2)).toEqual(['incident 1.30', 'thread 1.11']);
  });
  it('that Slack refuses for good does not block the next', () => {
    const store = openStoreWithIncidents();
    store.saveDecisions([makeDecision(1, 1, ['incident'])], [], noon);
    store.markFailed(1, 'channel_not_found');
    store.saveDecisions([makeDecision(1, 2, ['incident'])], [], noon);
    expect(deliverTexts(store)).toEqual(['incident 1.2']);
  });
  it('is posted again when its channel message was deleted', () => {
    const store = openStoreWithIncidents();
    store.saveDecisions([makeDecision(1, 1, ['incident'])], [], noon);
    store.markSent(1, '1763800000.000100');
    store.forgetIncidentTs(1);
    expect(store.findIncidentTs(1)).toBeUndefined();
  });
});
describe('a report', () => {
  it('is written once a day, even after restarts and on request', () => {
    const path = makeDatabasePath();
    const store = openStoreWithIncidents(path);
    expect(store.isReportWritten('2026-03-09')).toBe(false);
    store.saveDecisions([], [makeReport('2026-03-09')], noon);
    store.close();
    const again = openStore(path);
    expect(again.isReportWritten('2026-03-09')).toBe(true);
    again.saveDecisions([], [makeReport('2026-03-09'), makeReport('2026-03-10')], noon);
    expect(deliverTexts(again)).toEqual(['report 2026-03-09', 'report 2026-03-10']);
  });
});
function openStoreWithIncidents(path = ':memory:') {
  const store = openStore(path);
  store.saveIncident(makeIncident({ id: 1, number: 1 }));
  store.saveIncident(makeIncident({ id: 2, number: 2, upstream: 'search' }));
  return store;
}
const makeDecision = (incidentId, sequence, names) => ({
  incidentId,
  state: notified,
  messages: names.map((type) => ({
    kind:
      type === 'thread'
        ? { type, incidentId, sequence, reason: 'opened', isBroadcast: false }
        : { type, incidentId, sequence, reason: 'opened' },
    content: makeMessage(`${type} ${incidentId}.${sequence}`),
  })),
});
const makeReport = (day) => ({
  kind: { type: 'report', day },
  content: makeMessage(`report ${day}`),
});
const makeMessage = (text) => ({ text, blocks: [{ type: 'divider' }] });
/** Sends messages until none is left; returns their texts. */
function deliverTexts(store) {
  const texts = [];
  for (;;) {
    const message = store.nextMessage(noon + dayMs);
    if (message === undefined) return texts;
    store.markSending(message.id);
    texts.push(message.content.text);
    store.markSent(message.id, `17638000${10 + message.id}.000100`);
  }
}
