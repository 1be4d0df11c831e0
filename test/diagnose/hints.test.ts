import { describe, expect, it } from 'vitest';
import type { HintFacts, MinuteConduct, PeerConduct, SampledFailure } from '../../src/diagnose/hints/hint.js';
import { hintEntries, hintsFrom } from '../../src/diagnose/hints/index.js';
import { luckOf } from '../../src/diagnose/hints/statistics.js';
import type { Family } from '../../src/parse/decoder.js';
import type { ChangeNote } from '../../src/parse/event.js';
import { failure, minutes, nine, seconds } from '../support/event-fixtures.js';

const one = '10.0.0.7:8080';
const two = '10.0.0.8:8080';
const three = '10.0.0.9:8080';

const facts = (over: Partial<HintFacts>): HintFacts => ({
  cause: 'premature-close',
  upstream: 'shop',
  family: 'nginx',
  failures: [],
  peers: [],
  minutes: [],
  changes: [],
  ...over,
});

const drawn = (over: Partial<HintFacts>) =>
  hintsFrom(facts(over)).map(({ id, certainty }) => `${id} ${certainty}`);

const many = (count: number, each: (at: number) => Partial<SampledFailure>): SampledFailure[] =>
  Array.from({ length: count }, (_, at) => failure(each(at)));
const peer = (name: string, good: number, failed: number, over: Partial<PeerConduct> = {}): PeerConduct => ({
  peer: name,
  good,
  failed,
  firstGoodAt: good > 0 ? nine - minutes(5) : null,
  lastGoodAt: good > 0 ? nine + minutes(30) : null,
  ...over,
});
const asked = (method: string) => ({ method, target: '/cart', protocol: 'HTTP/1.1' });

/** Twelve answers cut off within a millisecond on open connections, in twelve minutes. */
const cut = (over: Partial<SampledFailure> = {}, everyMs = minutes(1)) =>
  many(12, (at) => ({
    cause: 'premature-close',
    phase: 'reading-header',
    at: nine + at * everyMs,
    timing: { durationMs: 1, connectMs: 0 },
    request: asked('POST'),
    ...over,
  }));
const savedGets = many(3, (at) => ({
  ...cut()[0],
  at: nine + minutes(at * 3),
  request: asked('GET'),
  outcome: 'saved-by-retry',
  status: 200,
}));
/** Failures fall into the minutes that have a fifth of the traffic of the others. */
const calmAndBusy: MinuteConduct[] = Array.from({ length: 24 }, (_, at) => ({
  at: nine + minutes(at),
  requests: at % 2 === 0 ? 40 : 200,
  failed: at % 2 === 0 ? 1 : 0,
}));
const steady: MinuteConduct[] = calmAndBusy.map((minute) => ({ ...minute, requests: 100 }));
const well = [peer(one, 1500, 6), peer(two, 1400, 6)];

const routes = ['/cart', '/pay', '/search', '/item/:id'];
/** A death every two minutes, at the peers in turn: a request is cut off, and then eight are refused. */
const deaths = (count: number, over: { killers?: string; peers?: readonly string[]; gapMs?: number } = {}) =>
  Array.from({ length: count }, (_, death) => {
    const { killers = '/export/:id', peers = [one, two, three], gapMs = 1_500 } = over;
    const at = nine + minutes(2 * death);
    const victim = peers[death % peers.length] ?? one;
    return [
      failure({ cause: 'premature-close', at, peer: victim, route: killers }),
      ...many(8, (n) => ({
        cause: 'connection-refused',
        at: at + gapMs + n * 500,
        peer: victim,
        route: routes[n % routes.length] ?? '/cart',
      })),
    ];
  }).flat();
const gone = (cause: SampledFailure['cause'] = 'host-unreachable') =>
  many(8, (at) => ({ cause, at: nine + seconds(at * 10), peer: one }));
const reload: ChangeNote = { kind: 'reload', words: 'nginx reload', at: nine + minutes(6), by: null };
const deploy: ChangeNote = { kind: 'deploy', words: 'deploy api v42', at: nine - minutes(3), by: null };
const old = peer(one, 500, 8, { lastGoodAt: nine - minutes(2) });
const fresh = peer(three, 90, 0, { firstGoodAt: nine + minutes(6) });
describe('a keep-alive race', () => {
  it.each<readonly [story: string, facts: Partial<HintFacts>, hints: readonly string[]]>([
    [
      'is likely where clients see POST and a retry saves GET',
      { failures: [...cut(), ...savedGets], minutes: steady, peers: well },
      ['keepalive-race likely'],
    ],
    [
      'is likely where it is POST, and the rate falls as traffic rises',
      { failures: cut(), minutes: calmAndBusy, peers: well },
      ['keepalive-race likely'],
    ],
    [
      'is a guess where nothing but the method speaks for it',
      { failures: cut(), minutes: steady, peers: well },
      ['keepalive-race guess'],
    ],
    [
      'is a guess where nothing but the traffic does',
      { failures: cut({ request: asked('GET') }), minutes: calmAndBusy, peers: well, family: 'envoy' },
      ['keepalive-race guess'],
    ],
    [
      'may come as a reset, in a log that does not tell when it was connected',
      {
        cause: 'connection-reset',
        failures: cut({ cause: 'connection-reset', timing: { durationMs: 2, connectMs: null } }),
        minutes: calmAndBusy,
        peers: well,
      },
      ['keepalive-race likely'],
    ],
    [
      'is none where nothing is idle: the method tells nothing and the traffic is even',
      { failures: cut({ request: asked('GET') }), minutes: steady, peers: well },
      [],
    ],
    [
      'is none where the connection was new: something refuses to speak',
      { failures: cut({ timing: { durationMs: 4, connectMs: 3 } }), minutes: calmAndBusy, peers: well },
      [],
    ],
    [
      'is none where the app worked for a while before it closed',
      { failures: cut({ timing: { durationMs: 480, connectMs: 0 } }), minutes: calmAndBusy, peers: well },
      [],
    ],
    [
      'is none where the body was cut',
      { failures: cut({ phase: 'reading-body' }), minutes: calmAndBusy, peers: well },
      [],
    ],
    [
      'is none in a burst: that was a restart',
      { failures: cut({}, seconds(2)), minutes: calmAndBusy, peers: well },
      [],
    ],
    [
      'is none where a tenth of the requests fail',
      { failures: cut(), minutes: steady.map((minute) => ({ ...minute, requests: 5 })), peers: well },
      [],
    ],
    [
      'is none where one peer fails nearly always',
      { failures: cut(), minutes: calmAndBusy, peers: [peer(one, 2, 12), peer(two, 2900, 0)] },
      [],
    ],
    ['is none of four', { failures: cut().slice(0, 4), minutes: calmAndBusy, peers: well }, []],
    [
      'is none where no log tells times',
      { failures: cut({ timing: null }), minutes: calmAndBusy, peers: well },
      [],
    ],
    ['is none where no access log counts requests', { failures: cut(), minutes: [], peers: [] }, []],
  ])('%s', (_, given, hints) => {
    expect(drawn(given).filter((hint) => hint.startsWith('keepalive'))).toEqual(hints);
  });

  it('says what speaks for it, in numbers', () => {
    const [hint] = hintsFrom(
      facts({ failures: [...cut(), ...savedGets], minutes: calmAndBusy, peers: well }),
    );
    expect(hint?.why).toBe(
      'all 15 were cut off within 10 ms of being sent on an open connection, 0.42 % of its requests; all 12 that clients saw were POST or PATCH, and a retry saved 3 GETs or the like; all 12 fell into the quieter half of the minutes, which had 17 % of the requests. The upstream closes idle connections sooner than the gateway does.',
    );
  });
});

describe('one bad peer', () => {
  const refusals = (count: number, name = one) =>
    many(count, () => ({ cause: 'connection-refused', peer: name }));
  const from = (peers: readonly PeerConduct[], failures = refusals(20)) =>
    drawn({ cause: 'connection-refused', peers, failures });

  it.each<readonly [story: string, hints: readonly string[], expected: readonly string[]]>([
    [
      'is certain where it fails all it gets and the others nothing',
      from([peer(one, 0, 20), peer(two, 300, 0), peer(three, 310, 0)]),
      ['one-bad-peer certain'],
    ],
    [
      'is likely where it fails a tenth and the others a hundredth',
      from([peer(one, 270, 30), peer(two, 300, 2), peer(three, 310, 1)]),
      ['one-bad-peer likely'],
    ],
    ['is none of two that fail alike', from([peer(one, 280, 20), peer(two, 281, 19)]), []],
    ['is none where it merely gets most of the tries', from([peer(one, 2000, 20), peer(two, 200, 2)]), []],
    ['is none where nobody answers', from([peer(one, 0, 20), peer(two, 0, 3)]), []],
    ['is none of one', from([peer(one, 100, 20)]), []],
    [
      'is none where it is merely the last of two that were tried in vain',
      from(
        [peer(one, 300, 20), peer(two, 300, 0)],
        refusals(20).map((each) => ({ ...each, attempts: 2 })),
      ),
      [],
    ],
    ['is none of nine failures', from([peer(one, 0, 9), peer(two, 300, 0)], refusals(9)), []],
    [
      'is none where this cause strikes another peer than the bad one',
      from([peer(one, 0, 40), peer(two, 300, 0), peer(three, 300, 6)], refusals(6, three)),
      [],
    ],
  ])('%s', (_, hints, expected) => {
    expect(hints).toEqual(expected);
  });

  it('is silent about the gateway’s own faults and about aftermath', () => {
    const peers = [peer(one, 0, 20), peer(two, 300, 0)];
    for (const cause of ['ports-exhausted', 'no-live-upstreams', 'gateway-returned', 'dns-timeout'] as const)
      expect(drawn({ cause, peers, failures: many(20, () => ({ cause, peer: one })) })).toEqual([]);
  });
});

describe('whose time limit', () => {
  const lasting = (cause: SampledFailure['cause'], durations: readonly number[]) =>
    durations.map((durationMs) =>
      failure({ cause, phase: 'reading-header', timing: { durationMs, connectMs: 1 } }),
    );
  const about = (
    cause: SampledFailure['cause'],
    durations: readonly number[],
    family: Family = 'nginx',
  ): readonly string[] =>
    hintsFrom(facts({ cause, family, failures: lasting(cause, durations) })).map(
      ({ certainty, why }) => `${certainty}: ${why}`,
    );

  it('is ours where the gateway says so', () => {
    expect(about('read-timeout', [60_000, 60_001, 60_012, 60_003, 60_000, 60_000])).toEqual([
      'certain: all 6 took 60.0 s, and the gateway says that its own limit ran out: proxy_read_timeout or its like.',
    ]);
    expect(about('read-timeout', [15_001, 15_000, 15_000, 15_002, 15_000], 'envoy')[0]).toContain(
      'timeout of the route',
    );
  });

  it('is theirs where the upstream gave up', () => {
    expect(about('premature-close', [30_010, 30_004, 30_011, 30_002, 30_007, 12_000])).toEqual([
      'likely: 5 of 6 took 30.0 s until the upstream gave up: the limit of 30.0 s is in the upstream, and the gateway would have waited longer.',
    ]);
    expect(about('upstream-504', [29_980, 29_999, 30_000, 30_001, 30_002])[0]).toMatch(/^likely: all 5/);
  });

  it.each([
    ['durations are spread', 'premature-close', [9_000, 14_000, 21_000, 30_000, 44_000, 12_000]],
    ['there are four', 'premature-close', [30_000, 30_000, 30_000, 30_000]],
    ['they are merely fast', 'premature-close', [2, 2, 2, 2, 2, 2]],
    ['only half of them agree', 'upstream-504', [30_000, 30_000, 30_000, 30_000, 30_000, 1, 2, 3, 4, 5]],
    ['time plays no part', 'malformed-response', [30_000, 30_000, 30_000, 30_000, 30_000]],
  ] as const)('is not asked where %s', (_, cause, durations) => {
    expect(about(cause, durations)).toEqual([]);
  });
});

describe('a request that kills its server', () => {
  const from = (failures: readonly SampledFailure[], cause: SampledFailure['cause'] = 'premature-close') =>
    drawn({ cause, failures }).filter((hint) => hint.startsWith('poison'));

  it('is likely after three deaths at several peers behind the same route', () => {
    expect(from(deaths(3))).toEqual(['poison-request likely']);
    expect(from(deaths(4), 'connection-refused')).toEqual(['poison-request likely']);
  });

  it('is known by its last server where it was tried on several', () => {
    const tried = deaths(3).map((each) =>
      each.cause === 'premature-close' ? { ...each, peer: three, attempts: 3 } : each,
    );
    expect(from(tried)).toEqual(['poison-request likely']);
  });

  it.each([
    ['two deaths', deaths(2)],
    ['one server that dies over and over', deaths(5, { peers: [one] })],
    [
      'the route that most requests are for',
      deaths(4, { killers: '/cart' }).map((each) => ({ ...each, route: '/cart' })),
    ],
    ['a cut long before the death', deaths(4, { gapMs: 20_000 })],
    [
      'deaths behind a different route each',
      deaths(4).map((each, n) => (each.cause === 'premature-close' ? { ...each, route: `/r${n}` } : each)),
    ],
    ['deaths behind nothing at all', deaths(4).filter(({ cause }) => cause === 'connection-refused')],
  ])('is none: %s', (_, failures) => {
    expect(from(failures)).toEqual([]);
  });
});

describe('a stale address', () => {
  const from = (over: Partial<HintFacts>) =>
    drawn({ cause: 'host-unreachable', failures: gone(), peers: [old], ...over }).filter((hint) =>
      hint.startsWith('stale'),
    );

  it('is likely where a reload moves the upstream to an address that is new', () => {
    expect(from({ peers: [old, fresh], changes: [reload] })).toEqual(['stale-address likely']);
  });

  it('is a guess where the old address refused, as the service may merely have died there', () => {
    const failures = gone('connection-refused');
    expect(from({ cause: 'connection-refused', failures, peers: [old, fresh], changes: [reload] })).toEqual([
      'stale-address guess',
    ]);
  });

  it('is a guess after a deploy without a reload', () => {
    expect(from({ changes: [deploy] })).toEqual(['stale-address guess']);
  });

  it.each<readonly [story: string, over: Partial<HintFacts>]>([
    ['nothing was changed', {}],
    [
      'the gateway was reloaded after the deploy',
      { changes: [deploy, { ...reload, at: nine - minutes(1) }] },
    ],
    ['the deploy was hours ago', { changes: [{ ...deploy, at: nine - minutes(200) }] }],
    ['the old address answers again', { peers: [peer(one, 500, 8), fresh], changes: [reload, deploy] }],
    ['the other address had been used before', { peers: [old, peer(two, 500, 0)], changes: [reload] }],
    [
      'four requests failed',
      { failures: gone().slice(0, 4), peers: [old, fresh], changes: [reload, deploy] },
    ],
  ])('is none where %s', (_, over) => {
    expect(from(over)).toEqual([]);
  });
});

describe('what hints advise', () => {
  const patterns: readonly Partial<HintFacts>[] = [
    { failures: [...cut(), ...savedGets], minutes: steady, peers: well },
    { failures: deaths(3) },
    { cause: 'host-unreachable', failures: gone(), peers: [old, fresh], changes: [reload] },
    {
      cause: 'upstream-503',
      failures: many(20, () => ({ cause: 'upstream-503', peer: one })),
      peers: [peer(one, 0, 20), peer(two, 99, 0)],
    },
    {
      cause: 'read-timeout',
      failures: many(9, () => ({ cause: 'read-timeout', timing: { durationMs: 60_000, connectMs: 1 } })),
    },
    {
      cause: 'upstream-504',
      failures: many(9, () => ({ cause: 'upstream-504', timing: { durationMs: 30_000, connectMs: 1 } })),
    },
  ];

  it.each(['nginx', 'envoy'] as const)('is one short sentence and one line to type, for %s', (family) => {
    const hints = patterns.flatMap((pattern) => hintsFrom(facts({ ...pattern, family })));
    expect(new Set(hints.map(({ id }) => id))).toEqual(new Set(hintEntries.map(({ id }) => id)));
    for (const { step, why } of hints) {
      expect(step.say).toMatch(/^[A-Z].{20,88}[^.]$/);
      expect(step.type).toMatch(/^[^\n]{10,140}$/);
      expect(why).toMatch(/\.$/);
    }
  });

  it('fills commands only with values that have the form of an address', () => {
    const evil = "x'; rm -rf / #";
    const [hint] = hintsFrom(
      facts({
        cause: 'connection-refused',
        peers: [peer(evil, 0, 20), peer(two, 300, 0)],
        failures: many(20, () => ({ cause: 'connection-refused', peer: evil })),
      }),
    );
    expect(hint?.step.type).toBe("curl -sv -o /dev/null --max-time 5 'http://HOST:PORT/'");
  });
});

it('luck is bounded from above: never less than the exact probability', () => {
  expect(luckOf(10, 10, 0.5)).toBeCloseTo(0.5 ** 10, 10);
  expect(luckOf(5, 10, 0.5)).toBe(1);
  expect(luckOf(8, 10, 0.5)).toBeGreaterThan(56 / 1024);
  expect(luckOf(0, 0, 0.5)).toBe(1);
});
