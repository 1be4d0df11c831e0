import { describe, expect, it } from 'vitest';
import { ruleOut, ruleOutByConnectTime } from '../../src/diagnose/rule-outs/index.js';
import { minutes, nineAm, seconds } from '../support/event-fixtures.js';
import { makeFailure } from '../support/failure-fixtures.js';

const peerA = '10.0.0.7:8080';
const peerB = '10.0.0.8:8080';
/** Twelve requests that wait a second for their answer, one every ten seconds. */
const makeFailures = (overrides = () => ({}), count = 12) =>
  Array.from({ length: count }, (_, index) =>
    makeFailure({
      at: nineAm + seconds(10 * index),
      cause: 'read-timeout',
      phase: 'reading-header',
      peer: peerA,
      timing: { durationMs: 1_000, connectMs: 1 },
      ...overrides(index),
    }),
  );
const listRuledOut = (overrides) => {
  const failures = overrides.failures ?? makeFailures();
  return ruleOut({
    cause: 'read-timeout',
    failures,
    peers: [],
    minutes: [],
    changes: [],
    routes: [],
    firstFailureAt: failures[0]?.at ?? nineAm,
    lastFailureAt: failures.at(-1)?.at ?? nineAm,
    ...overrides,
  }).map(({ what, proof }) => `${what} (${proof})`);
};
const makePeer = (peer, failures, successes = 100) => ({
  peer,
  failures,
  successes,
  firstSuccessAt: nineAm,
  lastSuccessAt: nineAm,
});
const makeMinutes = (requests, from) =>
  requests.map((count, index) => ({
    at: from + minutes(index),
    requests: count,
    failures: 0,
    allFailures: 0,
    aftermath: 0,
  }));
const reload = { kind: 'reload', message: 'nginx reload', at: nineAm + seconds(90), by: null };
const twoPeers = makeFailures((index) => ({ peer: index % 2 === 0 ? peerA : peerB, timing: null }), 24);
const kept = { durationMs: 1_000, connectMs: 0 };
const connects = 'dead address (connects within 1 ms)';
const unknownConnect = makeFailures(() => ({ timing: null }));
describe('a suspicion that the logs exclude', () => {
  it.each([
    ['connections open at once', {}, [connects]],
    [
      'other routes of the upstream answer',
      {
        failures: unknownConnect,
        routes: [
          { route: '/report', answered: 2, failed: 30 },
          { route: '/cart', answered: 1_240, failed: 0 },
        ],
      },
      ['whole upstream (other routes: all 1,240 good)'],
    ],
    [
      'nginx was reloaded when it failed already',
      { failures: unknownConnect, changes: [reload] },
      ['nginx reload (came 1 min after the first failure)'],
    ],
    [
      'both peers fail',
      { failures: twoPeers, peers: [makePeer(peerA, 12), makePeer(peerB, 13)] },
      ['one bad peer (both fail)'],
    ],
    [
      'no more requests than before',
      {
        failures: unknownConnect,
        lastFailureAt: nineAm + minutes(5),
        minutes: [
          ...makeMinutes([400, 412, 390], nineAm - minutes(3)),
          ...makeMinutes([400, 398, 401, 399, 400], nineAm),
        ],
      },
      ['more traffic (at most 401 requests a minute, before 412)'],
    ],
    [
      'two gateways fail',
      {
        failures: makeFailures((index) => ({
          timing: null,
          gatewayHost: index % 2 === 0 ? 'web-1' : 'web-2',
        })),
      },
      ['one gateway (web-1 and web-2 fail)'],
    ],
    [
      'four routes fail',
      { failures: makeFailures((index) => ({ timing: null, route: `/r${index % 4}` }), 24) },
      ['one route (4 fail)'],
    ],
  ])('%s', (_, input, expected) => expect(listRuledOut(input)).toEqual(expected));
});
describe('in doubt nothing is excluded', () => {
  it.each([
    ['connections were kept', { failures: makeFailures(() => ({ timing: kept })) }],
    ['four connections', { failures: makeFailures(undefined, 4) }],
    [
      'one of two peers is met on kept connections alone, and may be gone',
      {
        failures: makeFailures((index) => (index % 2 === 0 ? {} : { peer: peerB, timing: kept }), 24),
      },
    ],
    [
      'a connection took a retransmission',
      {
        failures: makeFailures(() => ({ timing: { durationMs: 60_000, connectMs: 1_003 } })),
      },
    ],
    ['it failed while connecting', { failures: makeFailures(() => ({ phase: 'connecting' })) }],
    ['the peer is not known', { failures: makeFailures(() => ({ peer: null })) }],
    [
      'other routes have few requests',
      {
        failures: unknownConnect,
        routes: [
          { route: '/report', answered: 0, failed: 30 },
          { route: '/cart', answered: 40, failed: 0 },
        ],
      },
    ],
    [
      'clients leave the other route as well',
      {
        failures: unknownConnect,
        routes: [
          { route: '/report', answered: 0, failed: 30 },
          { route: '/cart', answered: 900, failed: 60 },
        ],
      },
    ],
    [
      'each route fails now and then',
      {
        failures: unknownConnect,
        routes: [
          { route: '/report', answered: 900, failed: 6 },
          { route: '/cart', answered: 900, failed: 5 },
        ],
      },
    ],
    [
      'a deploy that a pipeline marked when it was over',
      { failures: unknownConnect, changes: [{ ...reload, kind: 'deploy', by: 'ci' }] },
    ],
    [
      'another reload came before',
      { failures: unknownConnect, changes: [{ ...reload, at: nineAm - minutes(2) }, reload] },
    ],
    [
      'the reload came within the error of clocks',
      { failures: unknownConnect, changes: [{ ...reload, at: nineAm + seconds(5) }] },
    ],
    [
      'few failures before the reload',
      { failures: unknownConnect, changes: [{ ...reload, at: nineAm + seconds(35) }] },
    ],
    [
      'one peer fails three times as often',
      { failures: twoPeers, peers: [makePeer(peerA, 40), makePeer(peerB, 12)] },
    ],
    [
      'the other peer is only known by failures of another cause',
      { failures: unknownConnect, peers: [makePeer(peerA, 12), makePeer(peerB, 12)] },
    ],
    [
      'a minute had more requests',
      {
        failures: unknownConnect,
        lastFailureAt: nineAm + minutes(5),
        minutes: [
          ...makeMinutes([400, 412, 390], nineAm - minutes(3)),
          ...makeMinutes([400, 398, 413, 399, 400], nineAm),
        ],
      },
    ],
    [
      'requests of the first minutes are still waiting for their end',
      {
        failures: makeFailures(() => ({ timing: { durationMs: 150_000, connectMs: 0 } })),
        lastFailureAt: nineAm + minutes(5),
        minutes: [
          ...makeMinutes([400, 412, 390], nineAm - minutes(3)),
          ...makeMinutes([400, 398, 401, 399, 400], nineAm),
        ],
      },
    ],
    [
      'the second gateway has a single failure',
      {
        failures: makeFailures((index) => ({ timing: null, gatewayHost: index === 0 ? 'web-1' : 'web-2' })),
      },
    ],
    [
      'most failures are on one route',
      {
        failures: makeFailures(
          (index) => ({ timing: null, route: index < 30 ? '/pay' : `/${index % 3}` }),
          45,
        ),
      },
    ],
    ['failures of another cause', { cause: 'send-timeout' }],
  ])('%s', (_, input) => expect(listRuledOut(input)).toEqual([]));
});
describe('of one record', () => {
  it.each([
    ['reading-header', 3, ['connected in 3 ms']],
    ['reading-header', 0, []],
    ['reading-header', null, []],
    ['connecting', 3, []],
    [null, 3, []],
  ])('in phase %s, %s ms to connect', (phase, connectMs, expected) =>
    expect(ruleOutByConnectTime(phase, connectMs).map(({ proof }) => proof)).toEqual(expected),
  );
});
