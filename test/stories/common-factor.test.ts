import { describe, expect, it } from 'vitest';
import type { Failure } from '../../src/diagnose/failure.js';
import { findDnsZone } from '../../src/incidents/dns-zone.js';
import { identifyGatewayInstance } from '../../src/parse/gateway-instance.js';
import { seconds } from '../support/event-fixtures.js';
import { LogReplay, makeAccessRecord, makeGoodAccessRecord } from '../support/log-lines.js';
import { OutageStory, type Schedule } from '../support/outage-story.js';

const untilS = 1_800;
/** The top-level messages. */
const collectMessages = (story: OutageStory) =>
  story.collectNotifications(untilS).filter((line) => line.includes(' message '));

describe('one gateway of several', () => {
  /** Fails through the first edge; the second goes on serving it. */
  const halfDown = (
    story: OutageStory,
    upstream: string,
    schedule: Schedule,
    overrides: Partial<Failure> = {},
  ) =>
    story
      .addFailures(schedule, {
        upstream,
        gatewayHost: 'edge-1',
        peer: null,
        cause: 'connect-timeout',
        ...overrides,
      })
      .addSuccesses(upstream, { ...schedule, everyS: 1 }, 'edge-2');

  it('is one fault, though its upstreams begin to fail minutes apart', () => {
    const story = new OutageStory();
    halfDown(story, 'shop', { fromS: 0, toS: 400, everyS: 2 });
    halfDown(story, 'pay', { fromS: 200, toS: 400, everyS: 2 });
    expect(collectMessages(story)).toEqual(['09:00:09 message opened BG-1 shop']);
  });

  it('is one fault, whatever each upstream fails with', () => {
    const story = new OutageStory();
    halfDown(story, 'shop', { fromS: 0, toS: 400, everyS: 2 });
    halfDown(story, 'pay', { fromS: 200, toS: 400, everyS: 2 }, { cause: 'tls-handshake' });
    expect(collectMessages(story)).toHaveLength(1);
  });

  it('brings told incidents together once it shows that others reach what fails', () => {
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

  it('is not proven well by what the others serve', () => {
    const story = new OutageStory();
    halfDown(story, 'shop', { fromS: 0, toS: 60, everyS: 2 });
    story.addSuccesses('shop', { fromS: 60, toS: 900, everyS: 1 }, 'edge-2');
    expect(story.collectNotifications(untilS)).toEqual([
      '09:00:09 message opened BG-1 shop',
      '09:10:58 line recovered BG-1 shop',
    ]);
  });

  it('is no common factor where nobody else reaches the upstreams', () => {
    const story = new OutageStory()
      .addFailures({ fromS: 0, toS: 400, everyS: 2 }, { upstream: 'shop', gatewayHost: 'edge-1', peer: null })
      .addFailures(
        { fromS: 200, toS: 400, everyS: 2 },
        { upstream: 'pay', gatewayHost: 'edge-1', peer: null },
      );
    expect(collectMessages(story)).toHaveLength(2);
  });

  it('is another fault than that of another gateway', () => {
    const story = new OutageStory();
    halfDown(story, 'shop', { fromS: 0, toS: 400, everyS: 2 });
    story
      .addFailures(
        { fromS: 200, toS: 400, everyS: 2 },
        { upstream: 'pay', gatewayHost: 'edge-2', peer: null },
      )
      .addSuccesses('pay', { fromS: 200, toS: 400, everyS: 1 }, 'edge-1');
    expect(collectMessages(story)).toHaveLength(2);
  });

  it('is another fault than that of an upstream that fails through both', () => {
    const story = new OutageStory();
    halfDown(story, 'shop', { fromS: 0, toS: 400, everyS: 2 });
    for (const gatewayHost of ['edge-1', 'edge-2'])
      story.addFailures({ fromS: 200, toS: 400, everyS: 2 }, { upstream: 'pay', gatewayHost, peer: null });
    expect(collectMessages(story)).toHaveLength(2);
  });

  it('is told as where to look first', () => {
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

describe('one DNS zone', () => {
  const refused = { peer: null, cause: 'connection-refused' } as const;

  it('whose names cannot be looked up is one fault, whatever the resolver says', () => {
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

  it('of which all fails is one fault, though it begins minutes apart', () => {
    const story = new OutageStory()
      .addFailures({ fromS: 0, toS: 400, everyS: 2 }, { upstream: 'api.partner.example', ...refused })
      .addFailures({ fromS: 200, toS: 400, everyS: 2 }, { upstream: 'files.partner.example', ...refused });
    expect(collectMessages(story)).toHaveLength(1);
  });

  it('of which some is well is no common factor', () => {
    const story = new OutageStory()
      .addFailures({ fromS: 0, toS: 400, everyS: 2 }, { upstream: 'api.partner.example', ...refused })
      .addFailures({ fromS: 200, toS: 400, everyS: 2 }, { upstream: 'files.partner.example', ...refused })
      .addSuccesses('www.partner.example', { fromS: 0, toS: 400, everyS: 5 });
    expect(collectMessages(story)).toHaveLength(2);
  });

  it('is another fault than that of a name of somebody else', () => {
    const missing = { peer: null, cause: 'dns-not-found' } as const;
    const story = new OutageStory()
      .addFailures({ fromS: 0, toS: 400, everyS: 2 }, { upstream: 'old.partner.example', ...missing })
      .addFailures({ fromS: 200, toS: 400, everyS: 2 }, { upstream: 'api.shop.internal', ...missing });
    expect(collectMessages(story)).toHaveLength(2);
  });

  it('in which a name is missing is another fault than a name that was missing long before', () => {
    const missing = { peer: null, cause: 'dns-not-found' } as const;
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

  it.each([
    [['api.partner.example', 'www.partner.example'], 'partner.example'],
    [['a.shop.svc.cluster.local', 'b.pay.svc.cluster.local'], 'svc.cluster.local'],
    [['outbound|80||a.shop.svc.cluster.local', 'b.shop.svc.cluster.local'], 'shop.svc.cluster.local'],
    [['cart.internal', 'pay.internal'], 'internal'],
    [['api.one.example', 'api.two.example'], undefined],
    [['one.co.uk', 'two.co.uk'], undefined],
    [['api.shop.co.uk', 'www.shop.co.uk'], 'shop.co.uk'],
    [['one.github.io', 'two.github.io'], undefined],
    [['api.one.github.io', 'www.one.github.io'], 'one.github.io'],
    [['one.compute.amazonaws.com', 'two.compute.amazonaws.com'], undefined],
    [['ec2-1.eu-west-1.compute.amazonaws.com', 'ec2-2.eu-west-1.compute.amazonaws.com'], undefined],
    [['one.pvt.k12.ma.us', 'two.pvt.k12.ma.us'], undefined],
    [['api.org.ch', 'www.org.ch'], 'org.ch'],
    [['api.partner_a.example', 'www.partner_a.example'], 'partner_a.example'],
    [['shop', 'pay'], undefined],
    [['10.0.0.7:80', '10.0.0.8:80'], undefined],
    [['api.partner.example', null], undefined],
  ])('of %j is %s', (upstreams, expected) => {
    expect(findDnsZone(upstreams)).toBe(expected);
  });
});

describe('the host of a gateway', () => {
  const served = (file: string, source: string | null = null) =>
    identifyGatewayInstance({ source, location: { file, byte: 0, line: 1 } });

  it.each([
    ['named by the envelope', served('/var/log/all.log', 'edge-1'), 'edge-1'],
    ['else the directory of its logs', served('/srv/logs/edge-1/access.log'), '/srv/logs/edge-1/'],
    ['or a pod', served('/var/log/containers/edge-7d9f_prod_nginx-0a1b.log'), 'edge-7d9f'],
  ])('is %s', (_, host, expected) => {
    expect(host).toBe(expected);
  });
});
