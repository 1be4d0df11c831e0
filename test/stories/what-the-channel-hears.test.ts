import { describe, expect, it } from 'vitest';
import { nine } from '../support/event-fixtures.js';
import { OutageStory } from '../support/outage-story.js';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const upstreams = (count: number) => Array.from({ length: count }, (_, i) => `service-${i + 1}`);

/** The same, whether it lives through or is restarted in the middle. */
function hears(story: OutageStory, until: number, restarts: readonly number[]): readonly string[] {
  const heard = story.hears(until);
  expect(story.hears(until, restarts)).toEqual(heard);
  return heard;
}

const messagesIn = (heard: readonly string[]) => heard.filter((line) => line.includes(' message '));
const linesIn = (heard: readonly string[]) => heard.filter((line) => !line.includes(' message '));

describe('what the channel hears', () => {
  it('of a crash: one message, and that it is over', () => {
    const story = new OutageStory()
      .serves('shop', { from: 0, to: 100, every: 1 })
      .fails({ from: 100, to: 220, every: 1 })
      .serves('shop', { from: 220, to: 400, every: 1 });
    const heard = hears(story, 600, [160, 240]);
    expect(heard).toEqual(['09:01:45 message opened BG-1 shop', '09:04:39 line recovered BG-1 shop']);
  });

  it('of a rolling deploy with a few refusals: nothing', () => {
    const story = new OutageStory().serves('shop', { from: 0, to: 600, every: 0.1 });
    for (const at of [100, 200, 300]) story.fails({ from: at, to: at + 2, every: 1 });
    expect(hears(story, 1_800, [150, 301])).toEqual([]);
  });

  it('of a failing resolver under twenty upstreams: one message that lists them', () => {
    const story = new OutageStory();
    for (const [i, upstream] of upstreams(20).entries()) {
      const over = { upstream, peer: null, cause: 'dns-timeout' } as const;
      story.fails({ from: 10 + i * 3, to: 10 * minute, every: 2 + i }, over);
      story.serves(upstream, { from: 10 * minute, to: 14 * minute, every: 1 });
    }
    const heard = hears(story, hour, [25, 300]);
    expect(messagesIn(heard)).toEqual(['09:00:19 message opened BG-1 service-1']);
    expect(heard.at(-1)).toContain('line recovered BG-1 20 upstreams');
    expect(linesIn(heard).length).toBeLessThanOrEqual(6);
  });

  it('of a service that flaps every two minutes for an hour: one message, at most six lines', () => {
    const story = new OutageStory();
    for (let at = 0; at < hour; at += 2 * minute) {
      story.fails({ from: at, to: at + 10, every: 1 });
      story.serves('shop', { from: at + 10, to: at + 2 * minute, every: 1 });
    }
    story.serves('shop', { from: hour, to: 2 * hour, every: 1 });
    const heard = hears(story, 2 * hour, [30 * minute, 31 * minute]);
    expect(messagesIn(heard)).toHaveLength(1);
    expect(linesIn(heard).length).toBeLessThanOrEqual(6);
    expect(heard.at(-1)).toContain('recovered BG-1');
  });

  it('of the same few failures every hour for a week: nothing', () => {
    expect(hears(slowBurn(7, { known: 7 }), 7 * day, [3 * day + 40])).toEqual([]);
  });

  it('of what is new to it: what it hears until it has seen it for three days', () => {
    const heard = slowBurn(7).hears(7 * day);
    expect(heard).toEqual(slowBurn(3).hears(7 * day));
  });

  it('of chronic noise that triples: one message', () => {
    const story = slowBurn(2, { known: 7 });
    for (let at = day; at < 2 * day; at += hour / 3) story.fails({ from: at + 60, to: at + 90, every: 5 });
    expect(messagesIn(hears(story, 2 * day, [day + 5 * hour]))).toHaveLength(1);
  });

  it('of a storm over three hundred upstreams: one message', () => {
    const story = new OutageStory();
    const causes = ['connection-refused', 'connect-timeout', 'read-timeout', 'upstream-503'] as const;
    for (const [i, upstream] of upstreams(300).entries())
      story.fails(
        { from: i / 10, to: 5 * minute, every: 10 },
        { upstream, cause: causes[i % 4] ?? 'unknown' },
      );
    const heard = hears(story, hour, [100]);
    expect(messagesIn(heard)).toHaveLength(1);
    expect(heard.at(-1)).toContain('recovered BG-1 300 upstreams');
    expect(linesIn(heard).length).toBeLessThanOrEqual(8);
  });

  it('of three hundred pods behind one service: one upstream', () => {
    const story = new OutageStory();
    for (let i = 0; i < 300; i++) {
      const peer = `10.0.${i % 7}.${i % 250}:8080`;
      story.fails({ from: i, to: i + 2, every: 1 }, { upstream: peer, peer, cause: 'connect-timeout' });
    }
    const heard = hears(story, hour, [150]);
    expect(messagesIn(heard)).toEqual(['09:00:03 message opened BG-1 shop.example:8080']);
  });

  it('of a night without traffic: that it is quiet, and nothing more', () => {
    const heard = hears(new OutageStory().fails({ from: 0, to: 30, every: 2 }), 10 * hour, [20]);
    expect(heard).toEqual(['09:00:09 message opened BG-1 shop', '09:10:28 line recovered BG-1 shop']);
  });

  it('of what is over before anybody could hear it: nothing', () => {
    const story = new OutageStory()
      .fails({ from: 0, to: 4, every: 1 })
      .serves('shop', { from: 5, to: 300, every: 1 });
    expect(hears(story, 600, [3])).toEqual([]);
  });
});

/** Every hour six failures within half a minute, and so many days of that before. */
function slowBurn(days: number, { known = 0 } = {}): OutageStory {
  const story = new OutageStory({
    habits: Array.from({ length: known * 24 }, (_, i) => ({
      hour: nine - (i + 1) * hour * 1_000,
      upstream: 'shop',
      cause: 'connection-refused',
      count: 6,
    })),
  });
  for (let at = 0; at < days * day; at += hour) story.fails({ from: at, to: at + 30, every: 5 });
  return story;
}
