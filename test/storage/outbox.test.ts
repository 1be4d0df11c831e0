import { describe, expect, it } from 'vitest';
import { type Decision, type LetterKind, letterKey } from '../../src/notify/outbox.js';
import type { Told } from '../../src/notify/reason.js';
import { openLedger, openStore, type Store } from '../../src/storage/store.js';
import { anIncident, aPath, dayMs, minuteMs, noon } from '../support/store-fixtures.js';

const told: Told = {
  cause: 'connection-refused',
  reason: 'opened',
  at: noon,
  alarming: 7,
  peers: 1,
  severity: 'minor',
  upstreams: 1,
  parts: 0,
  acknowledged: false,
  escalated: false,
  silenced: false,
  resolved: false,
};

describe('a decision', () => {
  it('is remembered with its letter', () => {
    const path = aPath();
    const store = withIncidents(path);
    store.decide([decision(1, 1, ['incident'])], [], noon);
    expect(store.told(1)).toEqual(told);
    expect(store.told(2)).toBeUndefined();
    expect(openLedger(path).told(1)).toEqual(told);
    expect(store.nextLetter(noon)).toEqual({
      id: 1,
      what: { name: 'incident', incident: 1, sequence: 1, reason: 'opened' },
      message: messageOf('incident 1.1'),
      state: 'ready',
      attempts: 0,
      notBefore: noon,
      writtenAt: noon,
    });
  });

  it('leaves nothing behind when a letter cannot be written', () => {
    const store = withIncidents();
    const endless = { text: 'x', blocks: [] };
    Object.assign(endless, { endless });
    const unwritable = { what: { name: 'report', day: '2026-11-21' }, message: endless } as const;
    expect(() => store.decide([decision(1, 1, ['incident'])], [unwritable], noon)).toThrow();
    expect(store.told(1)).toBeUndefined();
    expect(store.nextLetter(noon)).toBeUndefined();
  });
});

describe('two lines of one millisecond', () => {
  it('are both said, under keys of their own', () => {
    const store = withIncidents();
    store.decide([decision(1, 1, ['incident', 'thread', 'thread'])], [], noon);
    const keys = [1, 2, 3].map((id) => {
      const letter = store.nextLetter(noon);
      store.markSent(id, `1763800000.00010${id}`);
      return letter && letterKey(letter.what);
    });
    expect(keys).toEqual(['incident:1', 'thread:1:1', 'thread:1:2']);
  });
});

describe('a letter', () => {
  it('is on its way before it is sent, and gone afterwards', () => {
    const store = withIncidents();
    store.decide([decision(1, 1, ['incident'])], [], noon);
    store.markSending(1);
    expect(store.nextLetter(noon)).toMatchObject({ id: 1, state: 'sending' });
    store.markSent(1, '1763800000.000100');
    expect(store.tsOf(1)).toBe('1763800000.000100');
    expect(store.nextLetter(noon + dayMs)).toBeUndefined();
  });

  it('waits for as long as Slack asked', () => {
    const store = withIncidents();
    store.decide([decision(1, 1, ['incident'])], [], noon);
    store.markSending(1);
    store.postpone(1, noon + minuteMs, 'ready', 'rate limited');
    expect(store.nextLetter(noon + minuteMs - 1)).toBeUndefined();
    expect(store.nextLetter(noon + minuteMs)).toMatchObject({ id: 1, attempts: 1 });
  });

  it('does not wait for a clock that stepped back', () => {
    const store = withIncidents();
    store.decide([decision(1, 1, ['incident'])], [], noon);
    const before = noon - 60 * minuteMs;
    expect(store.nextLetter(before)?.id).toBe(1);
    store.markSending(1);
    store.postpone(1, noon + 30_000, 'ready', 'HTTP 429');
    expect(store.nextLetter(noon)).toBeUndefined();
    expect(store.nextLetter(before)?.id).toBe(1);
  });

  it('that was on its way when the program stopped is in doubt', () => {
    const path = aPath();
    const store = withIncidents(path);
    store.decide([decision(1, 1, ['incident'])], [], noon);
    store.markSending(1);
    store.close();
    const again = openStore(path, noon);
    // Slack may show it only a moment later.
    expect(again.nextLetter(noon)).toBeUndefined();
    expect(again.nextLetter(noon + 3_000)).toMatchObject({ id: 1, state: 'unknown', attempts: 1 });
  });

  it('takes the newest text while it waits, and keeps its place', () => {
    const store = withIncidents();
    store.decide([decision(1, 1, ['incident'])], [], noon);
    store.decide([decision(2, 1, ['incident'])], [], noon);
    store.decide([decision(1, 2, ['incident'])], [], noon + minuteMs);
    expect(deliverAll(store)).toEqual(['incident 1.2', 'incident 2.1']);
  });

  it('is not overtaken by a newer one while it is in doubt', () => {
    const store = withIncidents();
    store.decide([decision(1, 1, ['incident'])], [], noon);
    store.markSending(1);
    store.postpone(1, noon + minuteMs, 'unknown', 'no answer');
    store.decide([decision(1, 2, ['incident'])], [], noon);
    expect(store.nextLetter(noon)).toBeUndefined();
    store.markSent(1, '1763800000.000100');
    expect(deliverAll(store)).toEqual(['incident 1.2']);
  });

  it('in a thread waits until its incident has a message', () => {
    const store = withIncidents();
    store.decide([decision(1, 1, ['thread', 'incident'])], [], noon);
    expect(deliverAll(store)).toEqual(['incident 1.1', 'thread 1.1']);
  });

  it('is followed by no more than twenty lines in a thread, the latest', () => {
    const store = withIncidents();
    for (let sequence = 1; sequence <= 30; sequence++)
      store.decide([decision(1, sequence, ['incident', 'thread'])], [], noon);
    const delivered = deliverAll(store);
    expect(delivered).toHaveLength(21);
    expect(delivered.slice(0, 2)).toEqual(['incident 1.30', 'thread 1.11']);
  });

  it('that Slack refuses for good makes room for the next', () => {
    const store = withIncidents();
    store.decide([decision(1, 1, ['incident'])], [], noon);
    store.fail(1, 'channel_not_found');
    store.decide([decision(1, 2, ['incident'])], [], noon);
    expect(deliverAll(store)).toEqual(['incident 1.2']);
  });

  it('is posted afresh when somebody deleted the message', () => {
    const store = withIncidents();
    store.decide([decision(1, 1, ['incident'])], [], noon);
    store.markSent(1, '1763800000.000100');
    store.forgetTs(1);
    expect(store.tsOf(1)).toBeUndefined();
  });
});

describe('the report', () => {
  it('of a day is written once, whoever asks and however often the program starts', () => {
    const path = aPath();
    const store = withIncidents(path);
    expect(store.reportTold('2026-03-09')).toBe(false);
    store.decide([], [report('2026-03-09')], noon);
    store.close();
    const again = openStore(path);
    expect(again.reportTold('2026-03-09')).toBe(true);
    again.decide([], [report('2026-03-09'), report('2026-03-10')], noon);
    expect(deliverAll(again)).toEqual(['report 2026-03-09', 'report 2026-03-10']);
  });
});

function withIncidents(path = ':memory:'): Store {
  const store = openStore(path);
  store.saveIncident(anIncident({ id: 1, number: 1 }));
  store.saveIncident(anIncident({ id: 2, number: 2, upstream: 'search' }));
  return store;
}

const decision = (
  incident: number,
  sequence: number,
  names: readonly ('incident' | 'thread')[],
): Decision => ({
  incident,
  told,
  letters: names.map((name) => ({
    what:
      name === 'thread'
        ? { name, incident, sequence, reason: 'opened', broadcast: false }
        : { name, incident, sequence, reason: 'opened' },
    message: messageOf(`${name} ${incident}.${sequence}`),
  })),
});

const report = (day: string): { what: LetterKind; message: ReturnType<typeof messageOf> } => ({
  what: { name: 'report', day },
  message: messageOf(`report ${day}`),
});

const messageOf = (text: string) => ({ text, blocks: [{ type: 'divider' as const }] });

/** Sends letters until none is left; returns their texts. */
function deliverAll(store: Store): string[] {
  const texts: string[] = [];
  for (;;) {
    const letter = store.nextLetter(noon + dayMs);
    if (letter === undefined) return texts;
    store.markSending(letter.id);
    texts.push(letter.message.text);
    store.markSent(letter.id, `17638000${10 + letter.id}.000100`);
  }
}
