import { describe, expect, it } from 'vitest';
import { seconds } from '../support/event-fixtures.js';
import { LogReplay, makeAccessRecord, makeGoodAccessRecord } from '../support/log-lines.js';
import { OutageStory } from '../support/outage-story.js';

const untilS = 1_800;
/** Top-level messages only. */
const collectMessages = (story) =>
  story.collectNotifications(untilS).filter((line) => line.includes(' message '));
describe('when only one of several gateways fails', () => {
  /** The upstream fails through edge-1, while edge-2 keeps serving it. */
  const failThroughOneGateway = (story, upstream, schedule, overrides = {}) =>
    story
      .addFailures(schedule, {
        upstream,
        gatewayHost: 'edge-1',
        peer: null,
        cause: 'connect-timeout',
        ...overrides,
      })
      .addSuccesses(upstream, { ...schedule, everyS: 1 }, 'edge-2');
  it('it is one incident, though its upstreams begin to fail minutes apart', () => {
    const story = new OutageStory();
    failThroughOneGateway(story, 'shop', { fromS: 0, toS: 400, everyS: 2 });
    failThroughOneGateway(story, 'pay', { fromS: 200, toS: 400, everyS: 2 });
    expect(collectMessages(story)).toEqual(['09:00:09 message opened BG-1 shop']);
  });
  it('it is one incident, whatever the cause at each upstream', () => {
    const story = new OutageStory();
    failThroughOneGateway(story, 'shop', { fromS: 0, toS: 400, everyS: 2 });
    failThroughOneGateway(story, 'pay', { fromS: 200, toS: 400, everyS: 2 }, { cause: 'tls-handshake' });
    expect(collectMessages(story)).toHaveLength(1);
  });
  it('notified incidents merge as soon as other gateways are known to reach their upstreams', () => {
    const story = new OutageStory()
      .addFailures({ fromS: 0, toS: 400, everyS: 2 }, { upstream: 'shop', gatewayHost: 'edge-1', peer: null })
      .addFailures(
        { fromS: 150, toS: 400, everyS: 2 },
        { upstream: 'pay', gatewayHost: 'edge-1', peer: null },
      )
      .addSuccesses('shop', { fromS: 300, toS: 400, everyS: 1 }, 'edge-2')
      .addSuccesses('pay', { fromS: 300, toS: 400, everyS: 1 }, 'edge-2');
    const notifications = story.collectNotifications(untilS);
    expect(notifications.slice(0, 4)).toEqual([
      '09:00:09 message opened BG-1 shop',
      '09:02:39 message opened BG-2 pay',
      '09:05:07 line absorbed BG-1 2 upstreams',
      '09:05:07 line merged BG-2 pay',
    ]);
  });
  it('successes through other gateways do not prove recovery', () => {
    const story = new OutageStory();
    failThroughOneGateway(story, 'shop', { fromS: 0, toS: 60, everyS: 2 });
    story.addSuccesses('shop', { fromS: 60, toS: 900, everyS: 1 }, 'edge-2');
    expect(story.collectNotifications(untilS)).toEqual([
      '09:00:09 message opened BG-1 shop',
      '09:10:58 line recovered BG-1 shop',
    ]);
  });
  it('incidents stay separate unless another gateway reaches the upstreams', () => {
    const story = new OutageStory()
      .addFailures({ fromS: 0, toS: 400, everyS: 2 }, { upstream: 'shop', gatewayHost: 'edge-1', peer: null })
      .addFailures(
        { fromS: 200, toS: 400, everyS: 2 },
        { upstream: 'pay', gatewayHost: 'edge-1', peer: null },
      );
    expect(collectMessages(story)).toHaveLength(2);
  });
  it('a fault of another gateway is a separate incident', () => {
    const story = new OutageStory();
    failThroughOneGateway(story, 'shop', { fromS: 0, toS: 400, everyS: 2 });
    story
      .addFailures(
        { fromS: 200, toS: 400, everyS: 2 },
        { upstream: 'pay', gatewayHost: 'edge-2', peer: null },
      )
      .addSuccesses('pay', { fromS: 200, toS: 400, everyS: 1 }, 'edge-1');
    expect(collectMessages(story)).toHaveLength(2);
  });
  it('an upstream that fails through both gateways is a separate incident', () => {
    const story = new OutageStory();
    failThroughOneGateway(story, 'shop', { fromS: 0, toS: 400, everyS: 2 });
    for (const gatewayHost of ['edge-1', 'edge-2'])
      story.addFailures({ fromS: 200, toS: 400, everyS: 2 }, { upstream: 'pay', gatewayHost, peer: null });
    expect(collectMessages(story)).toHaveLength(2);
  });
  it('the alert names it as the first place to look', () => {
    const replay = new LogReplay().replay(
      Array.from({ length: 40 }, (_, i) => [
        makeAccessRecord(seconds(i), 502, [{ peer: '10.0.0.7:8080', status: '502', ms: 1 }], {
          connection: i,
        }),
        {
          ...makeGoodAccessRecord(seconds(i) + 500, '10.0.0.7:8080', { connection: 100 + i }),
          file: '/srv/edge-2/access.log',
        },
      ]).flat(),
    );
    expect(replay.renderAlert(1)).toContain(
      'Where: only gateway /srv/edge-1/ fails; others reach the same upstreams.',
    );
  });
});
describe('upstreams of one DNS zone', () => {
  const refused = { peer: null, cause: 'connection-refused' };
  it('that cannot be resolved are one incident, whatever the resolver answers', () => {
    const story = new OutageStory()
      .addFailures(
        { fromS: 0, toS: 400, everyS: 2 },
        { upstream: 'api.partner.example', peer: null, cause: 'dns-timeout' },
      )
      .addFailures(
        { fromS: 200, toS: 400, everyS: 2 },
        { upstream: 'files.partner.example', peer: null, cause: 'dns-server-failure' },
      );
    expect(collectMessages(story)).toHaveLength(1);
  });
  it('that all fail are one incident, though they begin minutes apart', () => {
    const story = new OutageStory()
      .addFailures({ fromS: 0, toS: 400, everyS: 2 }, { upstream: 'api.partner.example', ...refused })
      .addFailures({ fromS: 200, toS: 400, everyS: 2 }, { upstream: 'files.partner.example', ...refused });
    expect(collectMessages(story)).toHaveLength(1);
  });
  it('stay separate incidents while others of the zone are served', () => {
    const story = new OutageStory()
      .addFailures({ fromS: 0, toS: 400, everyS: 2 }, { upstream: 'api.partner.example', ...refused })
      .addFailures({ fromS: 200, toS: 400, everyS: 2 }, { upstream: 'files.partner.example', ...refused })
      .addSuccesses('www.partner.example', { fromS: 0, toS: 400, everyS: 5 });
    expect(collectMessages(story)).toHaveLength(2);
  });
  it('stay apart from a name in a zone of another owner', () => {
    const missing = { peer: null, cause: 'dns-not-found' };
    const story = new OutageStory()
      .addFailures({ fromS: 0, toS: 400, everyS: 2 }, { upstream: 'old.partner.example', ...missing })
      .addFailures({ fromS: 200, toS: 400, everyS: 2 }, { upstream: 'api.shop.internal', ...missing });
    expect(collectMessages(story)).toHaveLength(2);
  });
  it('stay apart from a name of the zone that has long been missing', () => {
    const missing = { peer: null, cause: 'dns-not-found' };
    const story = new OutageStory()
      .addFailures(
        { fromS: 0, toS: 1_200, everyS: 5 },
        { upstream: 'old.shop.svc.cluster.local', ...missing },
      )
      .addFailures(
        { fromS: 900, toS: 1_200, everyS: 5 },
        { upstream: 'cart.pay.svc.cluster.local', ...missing },
      )
      .addSuccesses('www.shop.svc.cluster.local', { fromS: 0, toS: 1_200, everyS: 1 });
    expect(collectMessages(story)).toHaveLength(2);
  });
});
