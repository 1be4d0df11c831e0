import { describe, expect, it } from 'vitest';
import type { Failure } from '../../src/diagnose/failure.js';
import { zoneOf } from '../../src/incidents/dns-zone.js';
import { gatewayHostOf } from '../../src/parse/gateway-instance.js';
import { seconds } from '../support/event-fixtures.js';
import { access, answered, World } from '../support/log-lines.js';
import { OutageStory, type Pace } from '../support/outage-story.js';

const until = 1_800;
/** The top-level messages. */
const messages = (story: OutageStory) => story.hears(until).filter((line) => line.includes(' message '));

describe('one gateway of several', () => {
  /** Fails through the first edge; the second goes on serving it. */
  const halfDown = (story: OutageStory, upstream: string, pace: Pace, over: Partial<Failure> = {}) =>
    story
      .fails(pace, { upstream, gatewayHost: 'edge-1', peer: null, cause: 'connect-timeout', ...over })
      .serves(upstream, { ...pace, every: 1 }, 'edge-2');

  it('is one fault, though its upstreams begin to fail minutes apart', () => {
    const story = new OutageStory();
    halfDown(story, 'shop', { from: 0, to: 400, every: 2 });
    halfDown(story, 'pay', { from: 200, to: 400, every: 2 });
    expect(messages(story)).toEqual(['09:00:09 message opened BG-1 shop']);
  });

  it('is one fault, whatever each upstream fails with', () => {
    const story = new OutageStory();
    halfDown(story, 'shop', { from: 0, to: 400, every: 2 });
    halfDown(story, 'pay', { from: 200, to: 400, every: 2 }, { cause: 'tls-handshake' });
    expect(messages(story)).toHaveLength(1);
  });

  it('brings told incidents together once it shows that others reach what fails', () => {
    const story = new OutageStory()
      .fails({ from: 0, to: 400, every: 2 }, { upstream: 'shop', gatewayHost: 'edge-1', peer: null })
      .fails({ from: 150, to: 400, every: 2 }, { upstream: 'pay', gatewayHost: 'edge-1', peer: null })
      .serves('shop', { from: 300, to: 400, every: 1 }, 'edge-2')
      .serves('pay', { from: 300, to: 400, every: 1 }, 'edge-2');
    const heard = story.hears(until);
    expect(heard.slice(0, 4)).toEqual([
      '09:00:09 message opened BG-1 shop',
      '09:02:39 message opened BG-2 pay',
      '09:05:07 line took-in BG-1 2 upstreams',
      '09:05:07 line merged BG-2 pay',
    ]);
  });

  it('is not proven well by what the others serve', () => {
    const story = new OutageStory();
    halfDown(story, 'shop', { from: 0, to: 60, every: 2 });
    story.serves('shop', { from: 60, to: 900, every: 1 }, 'edge-2');
    expect(story.hears(until)).toEqual([
      '09:00:09 message opened BG-1 shop',
      '09:10:58 line recovered BG-1 shop',
    ]);
  });

  it('is no common factor where nobody else reaches the upstreams', () => {
    const story = new OutageStory()
      .fails({ from: 0, to: 400, every: 2 }, { upstream: 'shop', gatewayHost: 'edge-1', peer: null })
      .fails({ from: 200, to: 400, every: 2 }, { upstream: 'pay', gatewayHost: 'edge-1', peer: null });
    expect(messages(story)).toHaveLength(2);
  });

  it('is another fault than that of another gateway', () => {
    const story = new OutageStory();
    halfDown(story, 'shop', { from: 0, to: 400, every: 2 });
    story
      .fails({ from: 200, to: 400, every: 2 }, { upstream: 'pay', gatewayHost: 'edge-2', peer: null })
      .serves('pay', { from: 200, to: 400, every: 1 }, 'edge-1');
    expect(messages(story)).toHaveLength(2);
  });

  it('is another fault than that of an upstream that fails through both', () => {
    const story = new OutageStory();
    halfDown(story, 'shop', { from: 0, to: 400, every: 2 });
    for (const gatewayHost of ['edge-1', 'edge-2'])
      story.fails({ from: 200, to: 400, every: 2 }, { upstream: 'pay', gatewayHost, peer: null });
    expect(messages(story)).toHaveLength(2);
  });

  it('is told as where to look first', () => {
    const world = new World().play(
      Array.from({ length: 40 }, (_, i) => [
        access(seconds(i), 502, [{ peer: '10.0.0.7:8080', status: '502', ms: 1 }], { n: i }),
        { ...answered(seconds(i) + 500, '10.0.0.7:8080', { n: 100 + i }), file: '/srv/edge-2/access.log' },
      ]).flat(),
    );
    expect(world.alert(1)).toContain(
      'Where: only the gateway /srv/edge-1/ fails, others reach the same upstreams.',
    );
  });
});

describe('one DNS zone', () => {
  const refused = { peer: null, cause: 'connection-refused' } as const;

  it('whose names cannot be looked up is one fault, whatever the resolver says', () => {
    const story = new OutageStory()
      .fails(
        { from: 0, to: 400, every: 2 },
        { upstream: 'api.partner.example', peer: null, cause: 'dns-timeout' },
      )
      .fails(
        { from: 200, to: 400, every: 2 },
        { upstream: 'files.partner.example', peer: null, cause: 'dns-server-failure' },
      );
    expect(messages(story)).toHaveLength(1);
  });

  it('of which all fails is one fault, though it begins minutes apart', () => {
    const story = new OutageStory()
      .fails({ from: 0, to: 400, every: 2 }, { upstream: 'api.partner.example', ...refused })
      .fails({ from: 200, to: 400, every: 2 }, { upstream: 'files.partner.example', ...refused });
    expect(messages(story)).toHaveLength(1);
  });

  it('of which some is well is no common factor', () => {
    const story = new OutageStory()
      .fails({ from: 0, to: 400, every: 2 }, { upstream: 'api.partner.example', ...refused })
      .fails({ from: 200, to: 400, every: 2 }, { upstream: 'files.partner.example', ...refused })
      .serves('www.partner.example', { from: 0, to: 400, every: 5 });
    expect(messages(story)).toHaveLength(2);
  });

  it('is another fault than that of a name of somebody else', () => {
    const missing = { peer: null, cause: 'dns-not-found' } as const;
    const story = new OutageStory()
      .fails({ from: 0, to: 400, every: 2 }, { upstream: 'old.partner.example', ...missing })
      .fails({ from: 200, to: 400, every: 2 }, { upstream: 'api.shop.internal', ...missing });
    expect(messages(story)).toHaveLength(2);
  });

  it('in which a name is missing is another fault than a name that was missing long before', () => {
    const missing = { peer: null, cause: 'dns-not-found' } as const;
    const story = new OutageStory()
      .fails({ from: 0, to: 1_200, every: 5 }, { upstream: 'old.shop.svc.cluster.local', ...missing })
      .fails({ from: 900, to: 1_200, every: 5 }, { upstream: 'cart.pay.svc.cluster.local', ...missing })
      .serves('www.shop.svc.cluster.local', { from: 0, to: 1_200, every: 1 });
    expect(messages(story)).toHaveLength(2);
  });

  it.each([
    [['api.partner.example', 'www.partner.example'], 'partner.example'],
    [['a.shop.svc.cluster.local', 'b.pay.svc.cluster.local'], 'svc.cluster.local'],
    [['outbound|80||a.shop.svc.cluster.local', 'b.shop.svc.cluster.local'], 'shop.svc.cluster.local'],
    [['cart.internal', 'pay.internal'], 'internal'],
    [['api.one.example', 'api.two.example'], undefined],
    [['one.co.uk', 'two.co.uk'], undefined],
    [['api.shop.co.uk', 'www.shop.co.uk'], 'shop.co.uk'],
    [['shop', 'pay'], undefined],
    [['10.0.0.7:80', '10.0.0.8:80'], undefined],
    [['api.partner.example', null], undefined],
  ])('of %j is %s', (upstreams, zone) => {
    expect(zoneOf(upstreams)).toBe(zone);
  });
});

describe('the host of a gateway', () => {
  const served = (file: string, source: string | null = null) =>
    gatewayHostOf({ source, place: { file, byte: 0, line: 1 } });

  it.each([
    ['named by the envelope', served('/var/log/all.log', 'edge-1'), 'edge-1'],
    ['else the directory of its logs', served('/srv/logs/edge-1/access.log'), '/srv/logs/edge-1/'],
    ['or a pod', served('/var/log/containers/edge-7d9f_prod_nginx-0a1b.log'), 'edge-7d9f'],
  ])('is %s', (_, host, expected) => {
    expect(host).toBe(expected);
  });
});
