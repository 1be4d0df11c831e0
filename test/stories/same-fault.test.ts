import { describe, expect, it } from 'vitest';
import type { CauseId } from '../../src/diagnose/cause.js';
import type { Branch } from '../../src/incidents/affected-upstream.js';
import { commonOf } from '../../src/incidents/common-factor.js';
import { emptyTally } from '../../src/incidents/failure-counts.js';
import { noPassage } from '../../src/incidents/gateway-isolation.js';
import { OutageStory } from '../support/outage-story.js';

const minute = 60;

/** The top-level messages. */
const messages = (story: OutageStory, until = 600) =>
  story.hears(until).filter((line) => line.includes(' message '));

describe('one fault', () => {
  it('at several upstreams at one moment is one incident, whatever the gateway sees of it', () => {
    const story = new OutageStory()
      .fails({ from: 0, to: 60, every: 2 }, { upstream: 'shop', cause: 'connection-refused' })
      .fails({ from: 20, to: 60, every: 2 }, { upstream: 'pay', cause: 'connect-timeout' })
      .fails({ from: 40, to: 60, every: 2 }, { upstream: 'cart', cause: 'upstream-503' });
    expect(messages(story)).toHaveLength(1);
  });

  it('on one machine is one incident, however late the second service is called', () => {
    const story = new OutageStory()
      .fails({ from: 0, to: 400, every: 2 }, { upstream: 'shop', peer: '10.0.0.7:8080' })
      .fails({ from: 300, to: 400, every: 2 }, { upstream: 'pay', peer: '10.0.0.7:9090' });
    expect(messages(story)).toHaveLength(1);
  });

  it('of a resolver is one incident even where each upstream has but two failures', () => {
    const story = new OutageStory();
    for (const upstream of ['a', 'b', 'c', 'd', 'e', 'f'])
      story.fails({ from: 0, to: 10, every: 5 }, { upstream, peer: null, cause: 'dns-timeout' });
    expect(messages(story)).toHaveLength(1);
  });

  it('that shows late brings told incidents together: the older goes on, the other points to it', () => {
    const story = new OutageStory()
      .fails({ from: 0, to: 300, every: 2 }, { upstream: 'shop', peer: '10.0.0.7:80' })
      .fails({ from: 120, to: 300, every: 2 }, { upstream: 'pay', peer: '10.0.9.9:80' })
      .fails(
        { from: 200, to: 300, every: 2 },
        { upstream: 'cart', peer: '10.0.0.7:81', cause: 'connect-timeout' },
      )
      .fails({ from: 215, to: 300, every: 2 }, { upstream: 'mail', peer: '10.0.9.9:81' });
    expect(story.hears(20 * minute)).toEqual([
      '09:00:09 message opened BG-1 shop',
      '09:02:09 message opened BG-2 pay',
      '09:03:39 line spread BG-1 2 upstreams',
      '09:03:44 line took-in BG-1 4 upstreams',
      '09:03:44 line merged BG-2 pay',
      '09:14:59 line recovered BG-1 4 upstreams',
    ]);
  });
});

describe('two faults', () => {
  it('far from one another in time and place stay two', () => {
    const story = new OutageStory()
      .fails({ from: 0, to: 400, every: 2 }, { upstream: 'shop', peer: '10.0.0.7:80' })
      .fails({ from: 200, to: 400, every: 2 }, { upstream: 'pay', peer: '10.0.9.9:80' });
    expect(messages(story)).toHaveLength(2);
  });

  it('of unlike kinds at one upstream stay two', () => {
    const story = new OutageStory()
      .fails({ from: 0, to: 60, every: 2 })
      .fails({ from: 1, to: 60, every: 2 }, { cause: 'header-too-big' });
    expect(messages(story)).toHaveLength(2);
  });
});

describe('a share of the traffic', () => {
  it('too small to notice opens nothing', () => {
    const story = new OutageStory().serves('shop', { from: 0, to: 120, every: 0.02 });
    expect(messages(story.fails({ from: 0, to: 120, every: 10 }))).toEqual([]);
  });

  it('is that of the upstream, and not of all', () => {
    const story = new OutageStory().serves('shop', { from: 0, to: 120, every: 0.02 });
    expect(messages(story.fails({ from: 0, to: 120, every: 10 }, { upstream: 'pay' }))).toHaveLength(1);
  });
});

describe('what upstreams have in common', () => {
  const branch = (upstream: string, peer: string | null): Branch => ({
    ...emptyTally,
    upstream,
    peer,
    firstFailureAt: 0,
    lastFailureAt: 0,
    goodSince: 0,
    goodFrom: null,
    passage: noPassage,
    clients: [],
  });
  const common = (cause: CauseId, ...branches: readonly Branch[]) =>
    commonOf({ branches, causes: [{ cause, count: 9 }], corrected: null });

  it.each([
    ['one machine', ['shop', '10.0.0.7:80'], ['pay', '10.0.0.7:81'], { name: 'machine', host: '10.0.0.7' }],
    [
      'one network',
      ['shop', '10.0.0.7:80'],
      ['pay', '10.0.0.9:80'],
      { name: 'network', network: '10.0.0.0/24' },
    ],
    [
      'a domain',
      ['a.shop.svc.example', null],
      ['b.shop.svc.example', null],
      { name: 'domain', domain: 'shop.svc.example' },
    ],
    ['nothing', ['shop', '10.0.0.7:80'], ['pay', '10.9.0.7:80'], undefined],
  ] as const)('is %s', (_, [name, peer], [otherName, otherPeer], expected) => {
    expect(common('connect-timeout', branch(name, peer), branch(otherName, otherPeer))).toEqual(expected);
  });

  it('is the resolver, whatever the names', () => {
    expect(common('dns-timeout', branch('a', null), branch('b', null))).toEqual({
      name: 'shared',
      what: 'resolver',
    });
  });

  it('is not asked of one upstream', () => {
    expect(common('dns-timeout', branch('a', null))).toBeUndefined();
  });
});
