import { describe, expect, it } from 'vitest';
import { composites } from '../support/composite-incidents.js';
import { minutes, nineAm } from '../support/event-fixtures.js';
import { LogReplay } from '../support/log-lines.js';

const played = new Map();
const play = (name) => {
  const story = played.get(name) ?? new LogReplay().replay(composites[name].makeTraffic().records);
  played.set(name, story);
  return story;
};
const names = Object.keys(composites);
describe('number and roots of incidents:', () => {
  it.each(names)('%s', (name) => {
    const told = play(name)
      .listIncidents()
      .map((line) => line.replace(/^BG-\d+ /, ''));
    expect(told).toEqual(composites[name].incidents);
  });
});
it.each(names.filter((name) => name.startsWith('payments refuse')))(
  'two faults name one another: %s',
  (name) => {
    const story = play(name);
    expect(story.renderAlert(2)).toMatch(
      /Another fault: BG-1, Upstream refuses connections at pay, began \d/,
    );
    expect(story.renderWhy(1)).toContain('Another fault: BG-2, ');
  },
);
it('one bad pod of five is named', () => {
  const story = play('one pod of five is bad');
  expect(story.summarize(1).hints.map(({ id }) => id)).toContain('one-bad-peer');
});
it.each(names.filter((name) => name.startsWith('an edge passes on')))(
  'each request counts once: %s',
  (name) => {
    const story = play(name);
    expect(story.store.totals({ from: nineAm, to: nineAm + minutes(60) }).failures).toBe(40);
  },
);
it('where one gateway dials a wrong port, it is named, and no peer is called bad', () => {
  const story = play('one of two gateways dials a wrong port');
  expect(story.summarize(1).hints.map(({ id }) => id)).not.toContain('one-bad-peer');
  expect(story.renderAlert(1)).toContain('only gateway /srv/edge-1/ fails');
});
it('a server that is killed again and again is told to crash, and one looks there first', () => {
  const story = play('a server is killed every three minutes');
  expect(story.summarize(1).hints[0]).toMatchObject({ id: 'crash-loop' });
  expect(story.renderAlert(1)).toMatch(/crash.* every 3 min/);
});
