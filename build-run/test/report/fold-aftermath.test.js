import { describe, expect, it } from 'vitest';
import { noOutcomes } from '../../src/incidents/failure-counts.js';
import { foldAftermath, foldRanking } from '../../src/report/summary/fold-aftermath.js';
import { minutes, nineAm } from '../support/event-fixtures.js';

/** A group of client-visible failures between two minutes after nine. */
const makeGroup = ([cause, upstream, count, from = 0, to = 5]) => ({
  cause,
  upstream,
  count,
  outcomes: { ...noOutcomes, 'client-visible': count },
  statuses: { 502: count },
  firstAt: nineAm + minutes(from),
  lastAt: nineAm + minutes(to),
  routes: [{ key: '/cart', count, clientImpacting: count }],
  peers: cause === 'no-live-upstreams' ? [] : [{ key: '10.0.0.7:8080', count, clientImpacting: count }],
  examples: [],
});
const foldRows = (rows) =>
  foldAftermath(rows.map(makeGroup)).map(
    ({ cause, upstream, count, aftermath }) =>
      `${count} ${cause} at ${upstream}${aftermath['client-visible'] > 0 ? `, ${aftermath['client-visible']} of them aftermath` : ''}`,
  );
describe('a secondary cause', () => {
  it.each([
    [
      'counts at the cause that emptied the group, even if that is rarer',
      [
        ['no-live-upstreams', 'checkout', 167],
        ['connection-refused', 'checkout', 11],
      ],
      ['178 connection-refused at checkout, 167 of them aftermath'],
    ],
    [
      'stays separate where nothing else failed at its upstream',
      [
        ['no-live-upstreams', 'checkout', 167],
        ['connection-refused', 'search', 11],
      ],
      ['167 no-live-upstreams at checkout', '11 connection-refused at search'],
    ],
    [
      'counts at the most frequent of several causes',
      [
        ['no-live-upstreams', 'checkout', 20],
        ['read-timeout', 'checkout', 9],
        ['premature-close', 'checkout', 3],
      ],
      ['29 read-timeout at checkout, 20 of them aftermath', '3 premature-close at checkout'],
    ],
    [
      'may follow within a minute',
      [
        ['dns-not-found', 'checkout', 2, 0, 1],
        ['no-live-upstreams', 'checkout', 20, 2, 9],
      ],
      ['22 dns-not-found at checkout, 20 of them aftermath'],
    ],
    [
      'is not blamed on a cause that ended long before',
      [
        ['connection-refused', 'checkout', 30, 0, 1],
        ['no-live-upstreams', 'checkout', 20, 40, 41],
      ],
      ['30 connection-refused at checkout', '20 no-live-upstreams at checkout'],
    ],
    [
      'is not blamed on a later cause',
      [
        ['no-live-upstreams', 'checkout', 20, 0, 1],
        ['connection-refused', 'checkout', 3, 10, 11],
      ],
      ['20 no-live-upstreams at checkout', '3 connection-refused at checkout'],
    ],
    [
      'is not blamed on a cause that empties no group',
      [
        ['no-live-upstreams', 'checkout', 20],
        ['circuit-open', 'checkout', 9],
        ['gateway-returned', 'checkout', 3],
      ],
      ['20 no-live-upstreams at checkout', '9 circuit-open at checkout', '3 gateway-returned at checkout'],
    ],
    [
      'stays separate without an upstream name, which may stand for several',
      [
        ['no-live-upstreams', null, 20],
        ['connection-refused', null, 9],
      ],
      ['20 no-live-upstreams at null', '9 connection-refused at null'],
    ],
  ])('%s', (_, rows, expected) => {
    expect(foldRows(rows)).toEqual(expected);
  });
  it('is added to the statuses and routes of the root cause, which keeps its peers', () => {
    const [both] = foldAftermath([
      makeGroup(['no-live-upstreams', 'checkout', 167, 1, 9]),
      makeGroup(['connection-refused', 'checkout', 11, 0, 2]),
    ]);
    expect(both).toMatchObject({
      statuses: { 502: 178 },
      routes: [{ key: '/cart', count: 178, clientImpacting: 178 }],
      peers: [{ key: '10.0.0.7:8080', count: 11 }],
      firstAt: nineAm,
      lastAt: nineAm + minutes(9),
    });
  });
  it('moves in a ranking of causes to the root cause of each upstream', () => {
    const groups = [
      makeGroup(['no-live-upstreams', 'checkout', 100]),
      makeGroup(['connection-refused', 'checkout', 10]),
      makeGroup(['no-live-upstreams', 'search', 40]),
      makeGroup(['read-timeout', 'search', 30]),
      makeGroup(['no-live-upstreams', 'mail', 5]),
    ];
    const ranked = [
      { key: 'no-live-upstreams', count: 145, clientImpacting: 145 },
      { key: 'read-timeout', count: 30, clientImpacting: 30 },
      { key: 'connection-refused', count: 10, clientImpacting: 10 },
    ];
    expect(foldRanking(ranked, groups)).toEqual([
      { key: 'connection-refused', count: 110, clientImpacting: 110, aftermath: 100 },
      { key: 'read-timeout', count: 70, clientImpacting: 70, aftermath: 40 },
      { key: 'no-live-upstreams', count: 5, clientImpacting: 5, aftermath: 0 },
    ]);
  });
});
