import { describe, expect, it } from 'vitest';
import { unknownFixFacts } from '../../src/diagnose/advice/fix-facts.js';
import { listCauseSteps } from '../../src/diagnose/cause.js';
import { getCause } from '../../src/diagnose/causes/index.js';
import { detectHints, hintCatalogue } from '../../src/diagnose/hints/index.js';
import { computeChanceBound } from '../../src/diagnose/hints/statistics.js';
import { minutes, nineAm, seconds } from '../support/event-fixtures.js';
import { makeFailure } from '../support/failure-fixtures.js';

const peerA = '10.0.0.7:8080';
const peerB = '10.0.0.8:8080';
const peerC = '10.0.0.9:8080';
const makeHintFacts = (overrides) => ({
  cause: 'premature-close',
  upstream: 'shop',
  product: 'nginx',
  facts: unknownFixFacts,
  failures: [],
  peers: [],
  minutes: [],
  changes: [],
  ...overrides,
});
const wrongPort = {
  peers: [{ peer: peerA, successes: 0, failures: 12, firstSuccessAt: null, lastSuccessAt: null }],
  failures: Array.from({ length: 12 }, () =>
    makeFailure({
      at: nineAm,
      cause: 'premature-close',
      peer: peerA,
      timing: { durationMs: 2, connectMs: 0 },
    }),
  ),
};
/** A route that took a quarter of a second at most, and is waited for in vain for a minute. */
const usual = {
  route: '/report',
  answers: 1_240,
  p50Ms: 80,
  p99Ms: 242,
  headerBytes: null,
  failedMs: 60_001,
  failedShare: 0.5,
};
const stalled = { ...unknownFixFacts, usual };
const makeHeaderFacts = (bytesReceived, headerBytes) => ({
  ...unknownFixFacts,
  record: { ...unknownFixFacts.record, bytesReceived },
  usual: { ...usual, headerBytes },
});
/** Two servers that answer 97 of a hundred, and are set aside for nearly all that is asked, five minutes long. */
const emptied = {
  peers: [peerA, peerB].map((peer) => ({
    peer,
    successes: 80,
    failures: 3,
    firstSuccessAt: nineAm,
    lastSuccessAt: nineAm + minutes(5),
  })),
  minutes: Array.from({ length: 5 }, (_, index) => ({
    at: nineAm + minutes(index),
    requests: 1_000,
    failures: 1,
    allFailures: 968,
    aftermath: 967,
  })),
  failures: [makeFailure({ at: nineAm, cause: 'premature-close', peer: peerA, timing: null })],
};
const detectHintIds = (overrides) =>
  detectHints(makeHintFacts(overrides)).map(({ id, certainty }) => `${id} ${certainty}`);
const makeFailures = (count, makeOverrides) =>
  Array.from({ length: count }, (_, index) =>
    makeFailure({ at: nineAm, timing: null, ...makeOverrides(index) }),
  );
const makePeerStats = (name, successes, failures, overrides = {}) => ({
  peer: name,
  successes: successes,
  failures: failures,
  firstSuccessAt: successes > 0 ? nineAm - minutes(5) : null,
  lastSuccessAt: successes > 0 ? nineAm + minutes(30) : null,
  ...overrides,
});
const makeRequestLine = (method) => ({ method, target: '/cart', protocol: 'HTTP/1.1' });
/** Twelve responses cut off within a millisecond on reused connections, in twelve minutes. */
const makeTruncated = (overrides = {}, everyMs = minutes(1)) =>
  makeFailures(12, (index) => ({
    cause: 'premature-close',
    phase: 'reading-header',
    at: nineAm + index * everyMs,
    timing: { durationMs: 1, connectMs: 0 },
    request: makeRequestLine('POST'),
    ...overrides,
  }));
const retriedGets = makeFailures(3, (index) => ({
  ...makeTruncated()[0],
  at: nineAm + minutes(index * 3),
  request: makeRequestLine('GET'),
  outcome: 'saved-by-retry',
  status: 200,
}));
/** Failures fall into the minutes that have a fifth of the traffic of the others. */
const varyingTraffic = Array.from({ length: 24 }, (_, index) => ({
  at: nineAm + minutes(index),
  requests: index % 2 === 0 ? 40 : 200,
  failures: index % 2 === 0 ? 1 : 0,
  allFailures: index % 2 === 0 ? 1 : 0,
  aftermath: 0,
}));
const steadyTraffic = varyingTraffic.map((minute) => ({ ...minute, requests: 100 }));
const healthyPeers = [makePeerStats(peerA, 1500, 6), makePeerStats(peerB, 1400, 6)];
const routes = ['/cart', '/pay', '/search', '/item/:id'];
/** A crash every two minutes, at the peers in turn: a request is cut off, and then eight are refused. */
const makeCrashes = (count, options = {}) =>
  Array.from({ length: count }, (_, crashIndex) => {
    const { killers: crashRoute = '/export/:id', peers = [peerA, peerB, peerC], gapMs = 1_500 } = options;
    const at = nineAm + minutes(2 * crashIndex);
    const crashedPeer = peers[crashIndex % peers.length] ?? peerA;
    return [
      makeFailure({ cause: 'premature-close', at, peer: crashedPeer, route: crashRoute, timing: null }),
      ...makeFailures(8, (n) => ({
        cause: 'connection-refused',
        at: at + gapMs + n * 500,
        peer: crashedPeer,
        route: routes[n % routes.length] ?? '/cart',
      })),
    ];
  }).flat();
const makeUnreachable = (cause = 'host-unreachable') =>
  makeFailures(8, (index) => ({ cause, at: nineAm + seconds(index * 10), peer: peerA }));
const reload = { kind: 'reload', message: 'nginx reload', at: nineAm + minutes(6), by: null };
const deploy = {
  kind: 'deploy',
  message: 'deploy api v42',
  at: nineAm - minutes(3),
  by: null,
};
const oldPeer = makePeerStats(peerA, 500, 8, { lastSuccessAt: nineAm - minutes(2) });
const newPeer = makePeerStats(peerC, 90, 0, { firstSuccessAt: nineAm + minutes(6) });
describe('a keep-alive race', () => {
  it.each([
    [
      'is likely if clients see POST fail and a retry saves GET',
      { failures: [...makeTruncated(), ...retriedGets], minutes: steadyTraffic, peers: healthyPeers },
      ['keepalive-race likely'],
    ],
    [
      'is likely if it hits POST, and the rate falls as traffic rises',
      { failures: makeTruncated(), minutes: varyingTraffic, peers: healthyPeers },
      ['keepalive-race likely'],
    ],
    [
      'is a guess if only the method points to it',
      { failures: makeTruncated(), minutes: steadyTraffic, peers: healthyPeers },
      ['keepalive-race guess'],
    ],
    [
      'is a guess if only the traffic points to it',
      {
        failures: makeTruncated({ request: makeRequestLine('GET') }),
        minutes: varyingTraffic,
        peers: healthyPeers,
        product: 'envoy',
      },
      ['keepalive-race guess'],
    ],
    [
      'may appear as a reset, in a log without connect times',
      {
        cause: 'connection-reset',
        failures: makeTruncated({ cause: 'connection-reset', timing: { durationMs: 2, connectMs: null } }),
        minutes: varyingTraffic,
        peers: healthyPeers,
      },
      ['keepalive-race likely'],
    ],
    [
      'is ruled out if no connection idles: any method, even traffic',
      {
        failures: makeTruncated({ request: makeRequestLine('GET') }),
        minutes: steadyTraffic,
        peers: healthyPeers,
      },
      [],
    ],
    [
      'is ruled out on new connections: something refuses to talk',
      {
        failures: makeTruncated({ timing: { durationMs: 4, connectMs: 3 } }),
        minutes: varyingTraffic,
        peers: healthyPeers,
      },
      [],
    ],
    [
      'is ruled out if the app worked for a while before it closed',
      {
        failures: makeTruncated({ timing: { durationMs: 480, connectMs: 0 } }),
        minutes: varyingTraffic,
        peers: healthyPeers,
      },
      [],
    ],
    [
      'is ruled out if the body was cut',
      { failures: makeTruncated({ phase: 'reading-body' }), minutes: varyingTraffic, peers: healthyPeers },
      [],
    ],
    [
      'is ruled out in a burst, which is a restart',
      { failures: makeTruncated({}, seconds(2)), minutes: varyingTraffic, peers: healthyPeers },
      [],
    ],
    [
      'is ruled out if a tenth of the requests fail',
      {
        failures: makeTruncated(),
        minutes: steadyTraffic.map((minute) => ({ ...minute, requests: 5 })),
        peers: healthyPeers,
      },
      [],
    ],
    [
      'is ruled out if one peer fails nearly always',
      {
        failures: makeTruncated(),
        minutes: varyingTraffic,
        peers: [makePeerStats(peerA, 2, 12), makePeerStats(peerB, 2900, 0)],
      },
      [],
    ],
    [
      'needs more than four failures',
      { failures: makeTruncated().slice(0, 4), minutes: varyingTraffic, peers: healthyPeers },
      [],
    ],
    [
      'needs a log with durations',
      { failures: makeTruncated({ timing: null }), minutes: varyingTraffic, peers: healthyPeers },
      [],
    ],
    ['needs an access log that counts requests', { failures: makeTruncated(), minutes: [], peers: [] }, []],
  ])('%s', (_, input, hints) => {
    expect(detectHintIds(input).filter((hint) => hint.startsWith('keepalive'))).toEqual(hints);
  });
  it('gives its evidence in numbers', () => {
    const [hint] = detectHints(
      makeHintFacts({
        failures: [...makeTruncated(), ...retriedGets],
        minutes: varyingTraffic,
        peers: healthyPeers,
      }),
    );
    expect(hint?.why).toBe(
      'all 15 were cut off within 10 ms of being sent on an open connection, 0.42 % of its requests; all 12 that clients saw were POST or PATCH, and a retry saved 3 GETs or the like; all 12 fell into the quieter half of the minutes, which had 17 % of the requests. The upstream closes idle connections before the gateway does.',
    );
  });
});
describe('one bad peer', () => {
  it('is none if that port never answered, and another of the machine does', () => {
    const failures = makeFailures(40, () => ({ cause: 'connection-refused', peer: '10.0.0.7:8081' }));
    const input = { cause: 'connection-refused', failures };
    const wrongPort = [makePeerStats('10.0.0.7:8081', 0, 40), makePeerStats(peerA, 400, 0)];
    const otherMachine = [makePeerStats('10.0.0.7:8081', 0, 40), makePeerStats(peerB, 400, 0)];
    expect(detectHintIds({ ...input, peers: wrongPort })).toEqual([]);
    expect(detectHintIds({ ...input, peers: otherMachine })).toEqual(['one-bad-peer certain']);
  });
  const makeRefusals = (count, name = peerA) =>
    makeFailures(count, () => ({ cause: 'connection-refused', peer: name }));
  const detectForPeers = (peers, failures = makeRefusals(20)) =>
    detectHintIds({ cause: 'connection-refused', peers, failures });
  it.each([
    [
      'is certain if it fails everything and the others nothing',
      detectForPeers([
        makePeerStats(peerA, 0, 20),
        makePeerStats(peerB, 300, 0),
        makePeerStats(peerC, 310, 0),
      ]),
      ['one-bad-peer certain'],
    ],
    [
      'is likely if it fails a tenth and the others a hundredth',
      detectForPeers([
        makePeerStats(peerA, 270, 30),
        makePeerStats(peerB, 300, 2),
        makePeerStats(peerC, 310, 1),
      ]),
      ['one-bad-peer likely'],
    ],
    [
      'is ruled out if two fail alike',
      detectForPeers([makePeerStats(peerA, 280, 20), makePeerStats(peerB, 281, 19)]),
      [],
    ],
    [
      'is ruled out if it just gets most of the attempts',
      detectForPeers([makePeerStats(peerA, 2000, 20), makePeerStats(peerB, 200, 2)]),
      [],
    ],
    [
      'is ruled out if no peer answers',
      detectForPeers([makePeerStats(peerA, 0, 20), makePeerStats(peerB, 0, 3)]),
      [],
    ],
    ['needs more than one peer', detectForPeers([makePeerStats(peerA, 100, 20)]), []],
    [
      'is ruled out if it is just the last of two that failed',
      detectForPeers(
        [makePeerStats(peerA, 300, 20), makePeerStats(peerB, 300, 0)],
        makeRefusals(20).map((failure) => ({ ...failure, attempts: 2 })),
      ),
      [],
    ],
    [
      'needs more than nine failures',
      detectForPeers([makePeerStats(peerA, 0, 9), makePeerStats(peerB, 300, 0)], makeRefusals(9)),
      [],
    ],
    [
      'is ruled out if this cause hits another peer than the bad one',
      detectForPeers(
        [makePeerStats(peerA, 0, 40), makePeerStats(peerB, 300, 0), makePeerStats(peerC, 300, 6)],
        makeRefusals(6, peerC),
      ),
      [],
    ],
  ])('%s', (_, hints, expected) => {
    expect(hints).toEqual(expected);
  });
  it('is not considered for faults of the gateway or aftermath', () => {
    const peers = [makePeerStats(peerA, 0, 20), makePeerStats(peerB, 300, 0)];
    for (const cause of ['ports-exhausted', 'no-live-upstreams', 'gateway-returned', 'dns-timeout'])
      expect(
        detectHintIds({ cause, peers, failures: makeFailures(20, () => ({ cause, peer: peerA })) }).filter(
          (id) => id.startsWith('one-bad-peer'),
        ),
      ).toEqual([]);
  });
});
describe('whose time limit', () => {
  const makeTimedFailures = (cause, durations) =>
    durations.map((durationMs) =>
      makeFailure({ at: nineAm, cause, phase: 'reading-header', timing: { durationMs, connectMs: 1 } }),
    );
  const describeLimit = (cause, durations, product = 'nginx') =>
    detectHints(makeHintFacts({ cause, product, failures: makeTimedFailures(cause, durations) })).map(
      ({ certainty, why }) => `${certainty}: ${why}`,
    );
  it('is ours if the gateway logged it', () => {
    expect(describeLimit('read-timeout', [60_000, 60_001, 60_012, 60_003, 60_000, 60_000])).toEqual([
      'certain: all 6 took 60.0 s, the limit of the gateway itself: proxy_read_timeout or its counterpart.',
    ]);
    expect(describeLimit('read-timeout', [15_001, 15_000, 15_000, 15_002, 15_000], 'envoy')[0]).toContain(
      'timeout of the route',
    );
  });
  it('is theirs if the upstream gave up', () => {
    expect(describeLimit('premature-close', [30_010, 30_004, 30_011, 30_002, 30_007, 12_000])).toEqual([
      'likely: 5 of 6 took 30.0 s until the upstream gave up: the limit of 30.0 s is in the upstream, as the gateway was still waiting.',
    ]);
    expect(describeLimit('upstream-504', [29_980, 29_999, 30_000, 30_001, 30_002])[0]).toMatch(
      /^likely: all 5/,
    );
  });
  it.each([
    ['durations are spread', 'premature-close', [9_000, 14_000, 21_000, 30_000, 44_000, 12_000]],
    ['there are four', 'premature-close', [30_000, 30_000, 30_000, 30_000]],
    ['they are merely fast', 'premature-close', [2, 2, 2, 2, 2, 2]],
    ['only half of them agree', 'upstream-504', [30_000, 30_000, 30_000, 30_000, 30_000, 1, 2, 3, 4, 5]],
    ['time plays no part', 'malformed-response', [30_000, 30_000, 30_000, 30_000, 30_000]],
  ])('is not considered if %s', (_, cause, durations) => {
    expect(describeLimit(cause, durations)).toEqual([]);
  });
});
describe('a request that crashes its server', () => {
  const detectInFailures = (failures, cause = 'premature-close') =>
    detectHintIds({ cause, failures }).filter((hint) => hint.startsWith('poison'));
  it('is likely after three crashes at several peers after the same route', () => {
    expect(detectInFailures(makeCrashes(3))).toEqual(['poison-request likely']);
    expect(detectInFailures(makeCrashes(4), 'connection-refused')).toEqual(['poison-request likely']);
  });
  it('is attributed to its last server if it was tried on several', () => {
    const tried = makeCrashes(3).map((failure) =>
      failure.cause === 'premature-close' ? { ...failure, peer: peerC, attempts: 3 } : failure,
    );
    expect(detectInFailures(tried)).toEqual(['poison-request likely']);
  });
  it.each([
    ['two deaths', makeCrashes(2)],
    ['one server that dies over and over', makeCrashes(5, { peers: [peerA] })],
    [
      'the route with most of the traffic',
      makeCrashes(4, { killers: '/cart' }).map((failure) => ({ ...failure, route: '/cart' })),
    ],
    ['a cut long before the death', makeCrashes(4, { gapMs: 20_000 })],
    [
      'crashes after a different route each',
      makeCrashes(4).map((failure, n) =>
        failure.cause === 'premature-close' ? { ...failure, route: `/r${n}` } : failure,
      ),
    ],
    ['deaths behind nothing at all', makeCrashes(4).filter(({ cause }) => cause === 'connection-refused')],
  ])('is ruled out: %s', (_, failures) => {
    expect(detectInFailures(failures)).toEqual([]);
  });
});
/** Each time a response is cut off, then connections are refused until it is up again. */
const makeRestarts = (count, { downS = 8, everyS = 180, first = 'premature-close' } = {}) =>
  Array.from({ length: count }, (_, crash) =>
    makeFailures(downS + 1, (second) => ({
      at: nineAm + seconds(crash * everyS + second),
      cause: second === 0 ? first : 'connection-refused',
      peer: peerA,
    })),
  ).flat();
describe('a crash loop', () => {
  const cause = 'connection-refused';
  const crashes = { cause, minutes: steadyTraffic };
  it('is found when it drops connections, refuses new ones and answers again', () => {
    const [hint] = detectHints(makeHintFacts({ ...crashes, failures: makeRestarts(5) }));
    expect(hint).toMatchObject({ id: 'crash-loop', certainty: 'likely' });
    expect(hint?.why).toContain('about every 3 min and is down for about 8 s: 5 times');
  });
  it('is a guess after two, which a double deploy may be', () => {
    expect(detectHintIds({ ...crashes, failures: makeRestarts(2) })).toContain('crash-loop guess');
  });
  it.each([
    ['once is none', { failures: makeRestarts(1) }],
    ['it only refuses', { failures: makeRestarts(5, { first: 'connection-refused' }) }],
    ['it was never seen to answer in between', { failures: makeRestarts(5), minutes: [] }],
    ['it stays down for minutes', { failures: makeRestarts(3, { downS: 150, everyS: 400 }) }],
    ['it answers for seconds only', { failures: makeRestarts(5, { everyS: 20 }) }],
  ])('%s', (_, overrides) => {
    expect(detectHintIds({ ...crashes, ...overrides })).not.toContainEqual(
      expect.stringContaining('crash-loop'),
    );
  });
});
describe('a stale address', () => {
  const detectStaleAddress = (overrides) =>
    detectHintIds({
      cause: 'host-unreachable',
      failures: makeUnreachable(),
      peers: [oldPeer],
      ...overrides,
    }).filter((hint) => hint.startsWith('stale'));
  it('is likely if a reload moves the upstream to a new address', () => {
    expect(detectStaleAddress({ peers: [oldPeer, newPeer], changes: [reload] })).toEqual([
      'stale-address likely',
    ]);
  });
  it('is a guess if the old address refused, as the service may just have crashed there', () => {
    const failures = makeUnreachable('connection-refused');
    expect(
      detectStaleAddress({
        cause: 'connection-refused',
        failures,
        peers: [oldPeer, newPeer],
        changes: [reload],
      }),
    ).toEqual(['stale-address guess']);
  });
  it('is a guess after a deploy without a reload', () => {
    expect(detectStaleAddress({ changes: [deploy] })).toEqual(['stale-address guess']);
  });
  it.each([
    ['nothing was changed', {}],
    [
      'the gateway was reloaded after the deploy',
      { changes: [deploy, { ...reload, at: nineAm - minutes(1) }] },
    ],
    ['the deploy was hours ago', { changes: [{ ...deploy, at: nineAm - minutes(200) }] }],
    [
      'the old address answers again',
      { peers: [makePeerStats(peerA, 500, 8), newPeer], changes: [reload, deploy] },
    ],
    [
      'the other address had been used before',
      { peers: [oldPeer, makePeerStats(peerB, 500, 0)], changes: [reload] },
    ],
    [
      'four requests failed',
      { failures: makeUnreachable().slice(0, 4), peers: [oldPeer, newPeer], changes: [reload, deploy] },
    ],
  ])('is ruled out if %s', (_, overrides) => {
    expect(detectStaleAddress(overrides)).toEqual([]);
  });
});
describe('the steps of hints', () => {
  const patterns = [
    { failures: [...makeTruncated(), ...retriedGets], minutes: steadyTraffic, peers: healthyPeers },
    { failures: makeCrashes(3) },
    { cause: 'host-unreachable', failures: makeUnreachable(), peers: [oldPeer, newPeer], changes: [reload] },
    { cause: 'connection-refused', failures: makeRestarts(3), minutes: steadyTraffic },
    {
      cause: 'upstream-503',
      failures: makeFailures(20, () => ({ cause: 'upstream-503', peer: peerA })),
      peers: [makePeerStats(peerA, 0, 20), makePeerStats(peerB, 99, 0)],
    },
    {
      cause: 'read-timeout',
      failures: makeFailures(9, () => ({
        cause: 'read-timeout',
        timing: { durationMs: 60_000, connectMs: 1 },
      })),
    },
    {
      cause: 'upstream-504',
      failures: makeFailures(9, () => ({
        cause: 'upstream-504',
        timing: { durationMs: 30_000, connectMs: 1 },
      })),
    },
    wrongPort,
    { cause: 'read-timeout', facts: stalled },
    { cause: 'header-too-big', facts: makeHeaderFacts(4_096, 3_991) },
    emptied,
    { cause: 'ports-exhausted', facts: { ...stalled, busiestSecond: 540 } },
  ];
  it.each(['nginx', 'envoy'])('are one short sentence and one command, for %s', (product) => {
    const hints = patterns.flatMap((pattern) => detectHints(makeHintFacts({ ...pattern, product })));
    const expected = hintCatalogue
      .map(({ id }) => id)
      .filter((id) => product === 'nginx' || (id !== 'header-limit' && id !== 'self-inflicted'));
    expect(new Set(hints.map(({ id }) => id))).toEqual(new Set(expected));
    for (const { step, why } of hints) {
      expect(step?.text ?? 'The steps of the cause are right').toMatch(/^[A-Z].{20,88}[^.]$/);
      expect(step?.command ?? 'as they stand').toMatch(/^[^\n]{10,140}$/);
      expect(why).toMatch(/\.$/);
    }
  });
  it('contain only values that have the form of an address', () => {
    const evil = "x'; rm -rf / #";
    const [hint] = detectHints(
      makeHintFacts({
        cause: 'connection-refused',
        peers: [makePeerStats(evil, 0, 20), makePeerStats(peerB, 300, 0)],
        failures: makeFailures(20, () => ({ cause: 'connection-refused', peer: evil })),
      }),
    );
    expect(hint?.step?.command).toBe("curl -s --max-time 5 -v -o /dev/null 'http://HOST:PORT/'");
  });
});
it('the bound on chance is never below the exact probability', () => {
  expect(computeChanceBound(10, 10, 0.5)).toBeCloseTo(0.5 ** 10, 10);
  expect(computeChanceBound(5, 10, 0.5)).toBe(1);
  expect(computeChanceBound(8, 10, 0.5)).toBeGreaterThan(56 / 1024);
  expect(computeChanceBound(0, 0, 0.5)).toBe(1);
});
describe('a port that never answered', () => {
  it('is told from one that broke', () => {
    expect(detectHintIds(wrongPort)).toContain('never-answered likely');
    expect(detectHintIds({ ...wrongPort, peers: [makePeerStats(peerA, 1, 12)] })).not.toContain(
      'never-answered likely',
    );
  });
  it('is no app that works on the request before it fails', () => {
    const failures = makeFailures(12, () => ({
      cause: 'premature-close',
      peer: peerA,
      timing: { durationMs: 80, connectMs: 0 },
    }));
    expect(detectHintIds({ ...wrongPort, failures })).toEqual([]);
  });
});
describe('a route that stalls', () => {
  it('is told with what it took before', () => {
    const [hint] = detectHints(makeHintFacts({ cause: 'read-timeout', facts: stalled }));
    expect(hint?.why).toBe(
      '99 % of 1,240 answers of /report took at most 250 ms before; now the gateway waits 60 s in vain. A longer limit would only queue more.',
    );
  });
  it.each([
    ['that was slow by nature', { ...usual, p99Ms: 40_000 }],
    ['that fails sooner than it used to answer', { ...usual, failedMs: 400 }],
    ['of which few requests fail, which may be its slowest', { ...usual, failedShare: 0.05 }],
    ['of which it is not known how many fail', { ...usual, failedShare: null }],
    ['of which no times are known', null],
  ])('is not told of one %s', (_, times) =>
    expect(detectHintIds({ cause: 'read-timeout', facts: { ...unknownFixFacts, usual: times } })).toEqual([]),
  );
  it('needs no longer limit, which a route that is slow by nature does', () => {
    const listTexts = (facts) =>
      ['nginx', 'envoy'].flatMap((product) =>
        ['read-timeout', 'send-timeout'].flatMap((cause) =>
          listCauseSteps(getCause(cause), product, facts).map(({ text }) => text),
        ),
      );
    expect(listTexts(stalled).filter((text) => /slow by nature/.test(text))).toEqual([]);
    expect(listTexts(unknownFixFacts).filter((text) => /slow by nature/.test(text))).toHaveLength(3);
  });
});
describe('a header that is too big', () => {
  it.each([
    [
      4_096,
      3_991,
      'nginx gave up after 4,096 bytes of header, the limit in force; before, good answers of /report had up to about 3,991.',
    ],
    [4_096, null, 'nginx gave up after 4,096 bytes of header, the limit in force.'],
    // Measured with another limit.
    [4_096, 7_000, 'nginx gave up after 4,096 bytes of header, the limit in force.'],
  ])('has a limit of %s, and good answers of %s', (received, header, why) =>
    expect(
      detectHints(makeHintFacts({ cause: 'header-too-big', facts: makeHeaderFacts(received, header) })),
    ).toEqual([{ id: 'header-limit', certainty: 'certain', why }]),
  );
  it('has no known limit where the log lacks the bytes', () =>
    expect(detectHintIds({ cause: 'header-too-big', facts: makeHeaderFacts(null, 3_991) })).toEqual([]));
  it.each([
    [null, true],
    [4_096, true],
    [65_536, false],
  ])('in force are %s bytes: a larger buffer is offered: %s', (received, isOffered) => {
    const steps = listCauseSteps(getCause('header-too-big'), 'nginx', makeHeaderFacts(received, null));
    expect(steps.some(({ kind }) => kind === 'change')).toBe(isOffered);
  });
});
describe('servers that are set aside for single failures', () => {
  it('are told with what they answered', () => {
    const [hint] = detectHints(makeHintFacts(emptied));
    expect(hint?.why).toBe(
      'Its servers answered 97 % of what they got; 2,901 of 2,904 failures found all of them set aside. If they answer the rest as well, max_fails=0 leaves about 91.',
    );
    expect(hint?.step?.command).toBe('max_fails=0');
  });
  const change = (overrides) => emptied.minutes?.map((minute) => ({ ...minute, ...overrides })) ?? [];
  it.each([
    ['answer nothing meanwhile', { minutes: change({ allFailures: 1_000, aftermath: 980 }) }],
    ['answer three of four', { minutes: change({ allFailures: 977, aftermath: 967 }) }],
    ['are set aside for half of the failures', { minutes: change({ allFailures: 100, aftermath: 50 }) }],
    ['did so within two minutes', { minutes: emptied.minutes?.slice(0, 3) ?? [] }],
    [
      'were well between',
      {
        minutes: change({}).map((minute, index) =>
          index === 2 ? { ...minute, failures: 0, allFailures: 0, aftermath: 0 } : minute,
        ),
      },
    ],
    ['are one', { peers: emptied.peers?.slice(0, 1) ?? [] }],
    [
      'refuse at times, as they crash',
      { failures: [...(emptied.failures ?? []), makeFailure({ cause: 'connection-refused', at: nineAm })] },
    ],
    ['refuse', { cause: 'connection-refused' }],
    ['are hosts of Envoy', { product: 'envoy' }],
  ])('are not the fault where they %s', (_, overrides) =>
    expect(detectHintIds({ ...emptied, ...overrides })).not.toContain('self-inflicted likely'),
  );
});
describe('ports that run out', () => {
  const detect = (busiestSecond, times = usual) =>
    detectHints(
      makeHintFacts({ cause: 'ports-exhausted', facts: { ...unknownFixFacts, busiestSecond, usual: times } }),
    ).map(({ why }) => why);
  it('are told with the connections that would carry the busiest second', () =>
    expect(detect(540)).toEqual([
      'Its busiest second had 540 requests, half of which took at most 80 ms: about 88 kept connections, of all workers together, carry that.',
    ]));
  it.each([
    ['fewer requests than use up the ports in a minute', 300, usual],
    ['a busiest second that is not known', null, usual],
    ['times that are not known', 540, null],
  ])('are told without with %s', (_, busiestSecond, times) =>
    expect(detect(busiestSecond, times)).toEqual([]),
  );
});
