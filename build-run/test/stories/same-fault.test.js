import { describe, expect, it } from 'vitest';
import { causeIds } from '../../src/diagnose/causes/index.js';
import { createAffectedUpstream } from '../../src/incidents/affected-upstream.js';
import { findRootCause } from '../../src/incidents/incident.js';
import { toPlainText } from '../../src/render/rich-text.js';
import { describeFaultOf } from '../../src/report/words/incident.js';
import { describeUpstreamCount } from '../../src/report/words/upstreams.js';
import { makeFailure, makeIncident } from '../support/failure-fixtures.js';
import { OutageStory } from '../support/outage-story.js';

const minuteS = 60;
/** Top-level messages only. */
const collectMessages = (story, untilS = 600) =>
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
describe('two upstreams that begin to fail within a minute', () => {
  const failTwo = (shop, pay) =>
    new OutageStory()
      .addFailures({ fromS: 0, toS: 120, everyS: 2 }, { upstream: 'shop', ...shop })
      .addFailures({ fromS: 20, toS: 120, everyS: 2 }, { upstream: 'pay', ...pay });
  const refused = { peer: '10.0.0.7:80', cause: 'connection-refused' };
  it.each([
    [2, 'with two causes on two machines', refused, { peer: '10.1.9.8:80', cause: 'read-timeout' }],
    [2, 'with two causes in one network', refused, { peer: '10.0.0.8:80', cause: 'read-timeout' }],
    [1, 'with one cause on two machines', refused, { peer: '10.1.9.8:80', cause: 'connection-refused' }],
    [1, 'with two causes on one machine', refused, { peer: '10.0.0.7:81', cause: 'read-timeout' }],
    [2, 'on one machine, of unlike kinds', refused, { peer: '10.0.0.7:81', cause: 'header-too-big' }],
    [2, 'with the slots of the gateway, without a slow one', refused, { peer: null, cause: 'fds-exhausted' }],
    [1, 'with the slots of the gateway', { cause: 'read-timeout' }, { peer: null, cause: 'fds-exhausted' }],
    [
      2,
      'with the slots of another gateway',
      { cause: 'read-timeout', gatewayHost: 'edge-1' },
      { peer: null, cause: 'fds-exhausted', gatewayHost: 'edge-2' },
    ],
  ])('open %i, %s', (incidents, _, shop, pay) => {
    expect(collectMessages(failTwo(shop, pay))).toHaveLength(incidents);
  });
  it('become one incident with a third', () => {
    const story = failTwo(refused, { peer: '10.1.9.8:80', cause: 'read-timeout' }).addFailures(
      { fromS: 30, toS: 120, everyS: 2 },
      { upstream: 'cart', peer: '10.2.9.8:80', cause: 'upstream-503' },
    );
    expect(story.collectNotifications(100)).toContainEqual(expect.stringContaining('merged BG-2'));
  });
});
it('five upstreams that failed half an hour apart absorb nothing unrelated', () => {
  const story = new OutageStory();
  for (let i = 0; i < 5; i++)
    story.addFailures(
      { fromS: i * 1_800, toS: 9_000, everyS: 5 },
      { upstream: `svc${i}`, peer: '10.0.0.7:80', cause: 'connection-refused' },
    );
  story.addFailures(
    { fromS: 7_220, toS: 9_000, everyS: 5 },
    { upstream: 'wiki', peer: '10.3.0.1:80', cause: 'header-too-big' },
  );
  expect(collectMessages(story, 9_000)).toHaveLength(2);
});
describe('after a recovery', () => {
  const failTwice = (first, second) => {
    const story = new OutageStory()
      .addFailures({ fromS: 0, toS: 60, everyS: 1 }, first)
      .addSuccesses('shop', { fromS: 60, toS: 170, everyS: 1 });
    for (const [i, failure] of second.entries())
      story.addFailures({ fromS: 190 + i * 0.3, toS: 400, everyS: 2 + i }, failure);
    return story
      .collectNotifications(400)
      .map((line) => line.slice(9))
      .filter((line) => / opened| reopened/.test(line));
  };
  const [cut, refused, timeout, empty] = [
    'premature-close',
    'connection-refused',
    'connect-timeout',
    'no-live-upstreams',
  ].map((cause) => ({ cause }));
  it.each([
    ['the same fault reopens the incident', refused, [refused], 'line reopened BG-1 shop'],
    ['another outage is a new incident', cut, [refused], 'message opened BG-2 shop'],
    ['so is one that looks alike from outside', refused, [timeout], 'message opened BG-2 shop'],
    ['the same fault with its aftermath reopens it', refused, [refused, empty], 'line reopened BG-1 shop'],
  ])('%s', (_, first, second, told) => {
    expect(
      failTwice(
        first ?? {},
        second.map((failure) => failure ?? {}),
      ).at(-1),
    ).toBe(told);
  });
  it('what fails since it reopened names the incident', () => {
    const incident = makeIncident({
      causes: [
        { cause: 'premature-close', count: 125 },
        { cause: 'connection-refused', count: 20 },
      ],
      causesBefore: [{ cause: 'premature-close', count: 120 }],
    });
    expect(findRootCause(incident)).toBe('connection-refused');
    expect(findRootCause({ ...incident, causesBefore: [] })).toBe('premature-close');
    expect(findRootCause({ ...incident, causesBefore: incident.causes })).toBe('premature-close');
  });
});
describe('a cause that explains less than half of the failures', () => {
  const describe = (counts, overrides = {}) =>
    toPlainText(
      describeFaultOf(
        makeIncident({
          causes: causeIds
            .flatMap((cause) => {
              const count = counts[cause];
              return count === undefined ? [] : [{ cause, count }];
            })
            .sort((a, b) => b.count - a.count),
          ...overrides,
        }),
        describeUpstreamCount,
      ),
    );
  it.each([
    ['pay fails for 3 causes', { 'connection-refused': 8, 'read-timeout': 6, 'premature-close': 4 }],
    ['Upstream refuses connections at pay', { 'connection-refused': 9, 'read-timeout': 9 }],
    ['Upstream refuses connections at pay', { 'connection-refused': 2, 'no-live-upstreams': 400 }],
    ['Upstream does not answer in time at pay', { 'read-timeout': 20, 'worker-connections': 400 }],
  ])('%s', (title, counts) => {
    expect(describe(counts)).toBe(title);
  });
  it('names it all the same when an operator set it', () => {
    const counts = { 'connection-refused': 8, 'read-timeout': 6, 'premature-close': 4 };
    expect(describe(counts, { correctedCause: 'gateway-memory' })).toMatch(/ at pay$/);
  });
  it('is no title for a storm of many', () => {
    const upstreams = Array.from({ length: 20 }, (_, i) => ({
      ...createAffectedUpstream(makeFailure({ upstream: `svc${i}` })),
    }));
    const causes = causeIds.slice(0, 15).map((cause) => ({ cause, count: 5 }));
    expect(describe({}, { upstreams, causes })).toBe('20 upstreams fail for 14 causes');
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
