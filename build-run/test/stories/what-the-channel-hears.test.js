import { describe, expect, it } from 'vitest';
import { nineAm } from '../support/event-fixtures.js';
import { OutageStory } from '../support/outage-story.js';

const minuteS = 60;
const hourS = 60 * minuteS;
const dayS = 24 * hourS;
const listUpstreams = (count) => Array.from({ length: count }, (_, i) => `service-${i + 1}`);
/** Notifications, which must be the same with and without restarts. */
function collectNotifications(story, untilS, restarts) {
  const notifications = story.collectNotifications(untilS);
  expect(story.collectNotifications(untilS, restarts)).toEqual(notifications);
  return notifications;
}
const selectMessages = (notifications) => notifications.filter((line) => line.includes(' message '));
const selectThreadLines = (notifications) => notifications.filter((line) => !line.includes(' message '));
describe('the channel gets', () => {
  it('one message and the recovery for a crash', () => {
    const story = new OutageStory()
      .addSuccesses('shop', { fromS: 0, toS: 100, everyS: 1 })
      .addFailures({ fromS: 100, toS: 220, everyS: 1 })
      .addSuccesses('shop', { fromS: 220, toS: 400, everyS: 1 });
    const notifications = collectNotifications(story, 600, [160, 240]);
    expect(notifications).toEqual(['09:01:45 message opened BG-1 shop', '09:04:39 line recovered BG-1 shop']);
  });
  it('nothing for a rolling deploy with a few refusals', () => {
    const story = new OutageStory().addSuccesses('shop', { fromS: 0, toS: 600, everyS: 0.1 });
    for (const at of [100, 200, 300]) story.addFailures({ fromS: at, toS: at + 2, everyS: 1 });
    expect(collectNotifications(story, 1_800, [150, 301])).toEqual([]);
  });
  it('one message for a failing resolver behind twenty upstreams', () => {
    const story = new OutageStory();
    for (const [i, upstream] of listUpstreams(20).entries()) {
      const overrides = { upstream, peer: null, cause: 'dns-timeout' };
      story.addFailures({ fromS: 10 + i * 3, toS: 10 * minuteS, everyS: 2 + i }, overrides);
      story.addSuccesses(upstream, { fromS: 10 * minuteS, toS: 14 * minuteS, everyS: 1 });
    }
    const notifications = collectNotifications(story, hourS, [25, 300]);
    expect(selectMessages(notifications)).toEqual(['09:00:19 message opened BG-1 service-1']);
    expect(notifications.at(-1)).toContain('line recovered BG-1 20 upstreams');
    expect(selectThreadLines(notifications).length).toBeLessThanOrEqual(6);
  });
  it('one message and at most six replies for a service that flaps every two minutes for an hour', () => {
    const story = new OutageStory();
    for (let at = 0; at < hourS; at += 2 * minuteS) {
      story.addFailures({ fromS: at, toS: at + 10, everyS: 1 });
      story.addSuccesses('shop', { fromS: at + 10, toS: at + 2 * minuteS, everyS: 1 });
    }
    story.addSuccesses('shop', { fromS: hourS, toS: 2 * hourS, everyS: 1 });
    const notifications = collectNotifications(story, 2 * hourS, [30 * minuteS, 31 * minuteS]);
    expect(selectMessages(notifications)).toHaveLength(1);
    expect(selectThreadLines(notifications).length).toBeLessThanOrEqual(6);
    expect(notifications.at(-1)).toContain('recovered BG-1');
  });
  it('nothing for the same few failures every hour for a week', () => {
    expect(collectNotifications(makeSlowBurn(7, { known: 7 }), 7 * dayS, [3 * dayS + 40])).toEqual([]);
  });
  it('no more notifications of a slow burn after its first three days', () => {
    const notifications = makeSlowBurn(7).collectNotifications(7 * dayS);
    expect(notifications).toEqual(makeSlowBurn(3).collectNotifications(7 * dayS));
  });
  it('one message when a slow burn triples', () => {
    const story = makeSlowBurn(2, { known: 7 });
    for (let at = dayS; at < 2 * dayS; at += hourS / 3)
      story.addFailures({ fromS: at + 60, toS: at + 90, everyS: 5 });
    expect(selectMessages(collectNotifications(story, 2 * dayS, [dayS + 5 * hourS]))).toHaveLength(1);
  });
  it('one message for a storm over three hundred upstreams', () => {
    const story = new OutageStory();
    const causes = ['connection-refused', 'connect-timeout', 'read-timeout', 'upstream-503'];
    for (const [i, upstream] of listUpstreams(300).entries())
      story.addFailures(
        { fromS: i / 10, toS: 5 * minuteS, everyS: 10 },
        { upstream, cause: causes[i % 4] ?? 'unknown' },
      );
    const notifications = collectNotifications(story, hourS, [100]);
    expect(selectMessages(notifications)).toHaveLength(1);
    expect(notifications.at(-1)).toContain('recovered BG-1 300 upstreams');
    expect(selectThreadLines(notifications).length).toBeLessThanOrEqual(8);
  });
  it('one message that names the service of three hundred failing pods', () => {
    const story = new OutageStory();
    for (let i = 0; i < 300; i++) {
      const peer = `10.0.${i % 7}.${i % 250}:8080`;
      story.addFailures(
        { fromS: i, toS: i + 2, everyS: 1 },
        { upstream: peer, peer, cause: 'connect-timeout' },
      );
    }
    const notifications = collectNotifications(story, hourS, [150]);
    expect(selectMessages(notifications)).toEqual(['09:00:03 message opened BG-1 shop.example:8080']);
  });
  it('only the recovery when an outage is followed by a night without traffic', () => {
    const notifications = collectNotifications(
      new OutageStory().addFailures({ fromS: 0, toS: 30, everyS: 2 }),
      10 * hourS,
      [20],
    );
    expect(notifications).toEqual(['09:00:09 message opened BG-1 shop', '09:10:28 line recovered BG-1 shop']);
  });
  it('nothing for too few failures before a recovery', () => {
    const story = new OutageStory()
      .addFailures({ fromS: 0, toS: 4, everyS: 1 })
      .addSuccesses('shop', { fromS: 5, toS: 300, everyS: 1 });
    expect(collectNotifications(story, 600, [3])).toEqual([]);
  });
});
/** Six failures within half a minute every hour, after `known` days of the same. */
function makeSlowBurn(days, { known: baselineDays = 0 } = {}) {
  const story = new OutageStory({
    baseline: Array.from({ length: baselineDays * 24 }, (_, i) => ({
      hour: nineAm - (i + 1) * hourS * 1_000,
      upstream: 'shop',
      cause: 'connection-refused',
      count: 6,
    })),
  });
  for (let at = 0; at < days * dayS; at += hourS) story.addFailures({ fromS: at, toS: at + 30, everyS: 5 });
  return story;
}
