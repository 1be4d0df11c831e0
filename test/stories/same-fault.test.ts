import { describe, expect, it } from 'vitest';
import { OutageStory } from '../support/outage-story.js';

const minuteS = 60;

/** Top-level messages only. */
const collectMessages = (story: OutageStory, untilS = 600) =>
  story.collectNotifications(untilS).filter((line) => line.includes(' message '));

describe('one incident covers failures', () => {
  it('at several upstreams at one moment, whatever the gateway reports', () => {
    const story = new OutageStory()
      .addFailures({ fromS: 0, toS: 60, everyS: 2 }, { upstream: 'shop', cause: 'connection-refused' })
      .addFailures({ fromS: 20, toS: 60, everyS: 2 }, { upstream: 'pay', cause: 'connect-timeout' })
      .addFailures({ fromS: 40, toS: 60, everyS: 2 }, { upstream: 'cart', cause: 'upstream-503' });
    expect(collectMessages(story)).toHaveLength(1);
  });

  it('on one machine, however late its second service fails', () => {
    const story = new OutageStory()
      .addFailures({ fromS: 0, toS: 400, everyS: 2 }, { upstream: 'shop', peer: '10.0.0.7:8080' })
      .addFailures({ fromS: 300, toS: 400, everyS: 2 }, { upstream: 'pay', peer: '10.0.0.7:9090' });
    expect(collectMessages(story)).toHaveLength(1);
  });

  it('of a resolver, even with only two failures at each upstream', () => {
    const story = new OutageStory();
    for (const upstream of ['a', 'b', 'c', 'd', 'e', 'f'])
      story.addFailures({ fromS: 0, toS: 10, everyS: 5 }, { upstream, peer: null, cause: 'dns-timeout' });
    expect(collectMessages(story)).toHaveLength(1);
  });

  it('that turn out late to be one fault: the older incident survives, and the other one points to it', () => {
    const story = new OutageStory()
      .addFailures({ fromS: 0, toS: 300, everyS: 2 }, { upstream: 'shop', peer: '10.0.0.7:80' })
      .addFailures({ fromS: 120, toS: 300, everyS: 2 }, { upstream: 'pay', peer: '10.0.9.9:80' })
      .addFailures(
        { fromS: 200, toS: 300, everyS: 2 },
        { upstream: 'cart', peer: '10.0.0.7:81', cause: 'connect-timeout' },
      )
      .addFailures({ fromS: 215, toS: 300, everyS: 2 }, { upstream: 'mail', peer: '10.0.9.9:81' });
    expect(story.collectNotifications(20 * minuteS)).toEqual([
      '09:00:09 message opened BG-1 shop',
      '09:02:09 message opened BG-2 pay',
      '09:03:39 line spread BG-1 2 upstreams',
      '09:03:44 line absorbed BG-1 4 upstreams',
      '09:03:44 line merged BG-2 pay',
      '09:14:59 line recovered BG-1 4 upstreams',
    ]);
  });
});

describe('two incidents cover failures', () => {
  it('that are far apart in time and in the network', () => {
    const story = new OutageStory()
      .addFailures({ fromS: 0, toS: 400, everyS: 2 }, { upstream: 'shop', peer: '10.0.0.7:80' })
      .addFailures({ fromS: 200, toS: 400, everyS: 2 }, { upstream: 'pay', peer: '10.0.9.9:80' });
    expect(collectMessages(story)).toHaveLength(2);
  });

  it('of unrelated causes at one upstream', () => {
    const story = new OutageStory()
      .addFailures({ fromS: 0, toS: 60, everyS: 2 })
      .addFailures({ fromS: 1, toS: 60, everyS: 2 }, { cause: 'header-too-big' });
    expect(collectMessages(story)).toHaveLength(2);
  });
});

describe('the share of failed requests', () => {
  it('opens no incident while it is too small', () => {
    const story = new OutageStory().addSuccesses('shop', { fromS: 0, toS: 120, everyS: 0.02 });
    expect(collectMessages(story.addFailures({ fromS: 0, toS: 120, everyS: 10 }))).toEqual([]);
  });

  it('counts the traffic of the upstream alone', () => {
    const story = new OutageStory().addSuccesses('shop', { fromS: 0, toS: 120, everyS: 0.02 });
    expect(
      collectMessages(story.addFailures({ fromS: 0, toS: 120, everyS: 10 }, { upstream: 'pay' })),
    ).toHaveLength(1);
  });
});
