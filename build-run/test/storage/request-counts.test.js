import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayMs, hourMs, minuteMs } from '../../src/base/duration.js';
import { addRequestCounts } from '../../src/report/summary/failure-rate.js';
import { openConnection } from '../../src/storage/connection.js';
import { openStore } from '../../src/storage/store.js';
import { noon } from '../support/failure-fixtures.js';
import { countRuns } from '../support/property-runs.js';
import { makeBatch, makeDatabasePath } from '../support/store-fixtures.js';

const makeRequestTraffic = (overrides = {}) => ({
  minute: noon,
  upstream: 'pay',
  host: 'shop.example',
  dimension: 'route',
  value: '/cart',
  status: 200,
  requests: 10,
  successes: 9,
  madeByUpstream: 0,
  ...overrides,
});
const openStoreWith = (...requestTraffic) => {
  const store = openStore(':memory:');
  store.commit(makeBatch({ requestTraffic }), noon);
  return store;
};
const twoDaySpan = { from: noon - dayMs, to: noon + dayMs };
/** Requests of a route and of the routes without a counter of their own, which failures are a share of. */
const listRates = (repository, span) =>
  addRequestCounts(
    ['/cart', '(other)'].map((key) => ({ key, count: 1, clientImpacting: 1 })),
    'route',
    { repository, span, filter: {} },
  ).map(({ requests }) => requests);
describe('requests of a route', () => {
  it('agree with counting them one by one, for any filter', () => {
    const minutes = fc.integer({ min: 0, max: 54 * 60 }).map((at) => noon - 30 * hourMs + at * minuteMs);
    const cells = fc.record({
      minute: minutes,
      upstream: fc.constantFrom('pay', 'search', null),
      host: fc.constantFrom('shop-a.example', 'shop-b.example', null),
      dimension: fc.constant('route'),
      value: fc.constantFrom('/cart', '/pay/:id', '/search', null),
      status: fc.constantFrom(200, 404, 500, null),
      requests: fc.integer({ min: 1, max: 50 }),
      successes: fc.constant(0),
      madeByUpstream: fc.constant(0),
    });
    const questions = fc.record(
      {
        upstream: fc.constantFrom('pay', null),
        routes: fc.subarray(['/cart', '/pay/:id'], { minLength: 1 }),
        hosts: fc.constant(['shop-b.example']),
      },
      { requiredKeys: ['routes'] },
    );
    // Opening a store takes longer than answering a question.
    const manyAsked = fc.array(fc.tuple(minutes, minutes, questions), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(cells, { maxLength: 60 }), manyAsked, (all, args) => {
        const store = openStoreWith(...all);
        for (const [a, b, filter] of args) {
          const span = { from: Math.min(a, b), to: Math.max(a, b) + minuteMs };
          const expected = all
            .filter(matchesFilter(span, filter))
            .reduce((sum, { requests }) => sum + requests, 0);
          expect(store.requestCount(span, filter)).toEqual({ span, requests: expected || null });
          const byRoute = store.requestCountsBy(span, 'route', filter.routes, filter);
          expect([...(byRoute?.requests.values() ?? [])].reduce((sum, value) => sum + value, 0)).toBe(
            expected,
          );
        }
        store.close();
      }),
      { numRuns: countRuns(10) },
    );
  });
  it('are undefined for filters that they are not counted by', () => {
    const store = openStoreWith(makeRequestTraffic());
    expect(store.requestCount(twoDaySpan, { routes: ['/cart'], methods: ['POST'] })).toBeUndefined();
    expect(store.requestCount(twoDaySpan, { clients: ['192.0.2.9'] })).toBeUndefined();
    expect(store.requestCount(twoDaySpan, { routes: ['/nowhere'] })?.requests).toBeNull();
    expect(store.lastSuccess(twoDaySpan, { clients: ['192.0.2.9'] })).toBeUndefined();
  });
  it('give the last success to the minute, then to the hour, then to the day', () => {
    const store = openStoreWith(
      makeRequestTraffic(),
      makeRequestTraffic({ minute: noon + minuteMs, successes: 0 }),
    );
    expect(store.lastSuccess(twoDaySpan, { routes: ['/cart'] })).toEqual({ from: noon, to: noon + minuteMs });
    while (store.prune(noon + 7 * hourMs));
    expect(store.lastSuccess(twoDaySpan, { routes: ['/cart'] })).toEqual({ from: noon, to: noon + hourMs });
    expect(store.lastSuccess(twoDaySpan, { hosts: ['other.example'] })).toBeNull();
    while (store.prune(noon + 12 * dayMs));
    const midnight = noon - 12 * hourMs;
    expect(store.lastSuccess(twoDaySpan, { routes: ['/cart'] })).toEqual({
      from: midnight,
      to: midnight + dayMs,
    });
  });
  it('are kept by minute for six hours, by hour for nine days, and then by day', () => {
    const store = openStoreWith(makeRequestTraffic());
    const span = { from: noon + 5 * minuteMs, to: noon + 10 * minuteMs };
    const servedAfter = (age) => {
      while (store.prune(noon + age));
      return store.requestCount(span, { routes: ['/cart'] });
    };
    expect(servedAfter(hourMs)).toEqual({ span, requests: null });
    expect(servedAfter(dayMs)).toEqual({ span: { from: noon, to: noon + hourMs }, requests: 10 });
    const wholeSpan = { from: noon - 12 * hourMs, to: noon + 12 * hourMs };
    expect(servedAfter(20 * dayMs)).toEqual({ span: wholeSpan, requests: 10 });
    expect(servedAfter(402 * dayMs)).toEqual({ span: wholeSpan, requests: null });
  });
  it('give no rate when they cover another time than the failures', () => {
    const store = openStoreWith(makeRequestTraffic(), makeRequestTraffic({ value: '(other)' }));
    const tenMinutes = { from: noon, to: noon + 10 * minuteMs };
    const lastDay = { from: noon - 12 * hourMs + 7 * minuteMs, to: noon + 12 * hourMs };
    expect(listRates(store, tenMinutes)).toEqual([10, null]);
    while (store.prune(noon + dayMs));
    expect(listRates(store, tenMinutes)).toEqual([null, null]);
    expect(listRates(store, lastDay)).toEqual([10, null]);
  });
  it('of an upstream come with the span that they were counted over', () => {
    const store = openStore(':memory:');
    const traffic = [{ minute: noon + 30 * minuteMs, upstream: 'pay', requests: 10, successes: 9 }];
    store.commit(makeBatch({ traffic }), noon);
    const tenMinutes = { from: noon + 10 * minuteMs, to: noon + 20 * minuteMs };
    expect(store.requestCount(tenMinutes, { upstream: 'pay' })).toEqual({ span: tenMinutes, requests: null });
    while (store.prune(noon + 5 * dayMs));
    const hour = { from: noon, to: noon + hourMs };
    expect(store.requestCount(tenMinutes, { upstream: 'pay' })).toEqual({ span: hour, requests: 10 });
  });
  it('have a bounded number of counters a day, however many names clients make up', () => {
    const path = makeDatabasePath();
    const store = openStore(path);
    const flood = (at) =>
      makeRequestTraffic({
        minute: noon + (at % 10) * minuteMs,
        host: `h${at % 3_000}.example`,
        value: `/r${at}`,
        requests: 1,
      });
    store.commit(makeBatch({ requestTraffic: [makeRequestTraffic()] }), noon);
    for (let batch = 0; batch < 4; batch++)
      store.commit(
        makeBatch({
          requestTraffic: Array.from({ length: 3_000 }, (_, index) => flood(batch * 3_000 + index)),
        }),
        noon,
      );
    const routes = Array.from({ length: 1_500 }, (_, index) =>
      makeRequestTraffic({ value: `/own${index}`, requests: 1 }),
    );
    store.commit(makeBatch({ requestTraffic: routes }), noon);
    expect(store.requestCount(twoDaySpan, { hosts: ['shop.example'] })?.requests).toBe(1_510);
    expect(store.requestCount(twoDaySpan, { routes: ['/cart'] })?.requests).toBe(10);
    expect(store.requestCount(twoDaySpan, { routes: ['(other)'] })?.requests).toBeGreaterThan(5_000);
    store.close();
    const db = openConnection(path, 'read');
    const count = (text) => db.get(`SELECT count(*) AS count FROM ${text}`)?.count;
    expect(count('counted_name')).toBeLessThanOrEqual(5_000 + 500 + 1);
    expect(count('request_dimension_day')).toBeLessThanOrEqual(5_000 + 500);
    expect(count(`counted_name WHERE scope = 'request-route:shop.example'`)).toBe(1_000);
    db.close();
  });
});
const matchesFilter =
  ({ from, to }, { upstream, routes = [], hosts }) =>
  (cell) =>
    cell.minute >= from &&
    cell.minute < to &&
    (upstream === undefined || upstream === cell.upstream) &&
    routes.includes(cell.value ?? '') &&
    (hosts === undefined || hosts.includes(cell.host ?? ''));
describe('answers by status', () => {
  const store = openStoreWith(
    makeRequestTraffic({ requests: 100 }),
    makeRequestTraffic({ status: 500, requests: 45, successes: 0, madeByUpstream: 45 }),
    makeRequestTraffic({ status: 500, requests: 2, successes: 0, upstream: 'search', value: '/search' }),
    makeRequestTraffic({ status: 499, requests: 20, successes: 20 }),
    makeRequestTraffic({ status: null, requests: 1, successes: 0 }),
    makeRequestTraffic({ dimension: 'customer', host: null, value: 'acme', status: 500, requests: 5 }),
  );
  const span = { from: noon, to: noon + minuteMs };
  it.each([
    [
      {},
      [
        [200, 100],
        [500, 47],
        [499, 20],
        [null, 1],
      ],
    ],
    [
      { statuses: [499, 500] },
      [
        [500, 47],
        [499, 20],
      ],
    ],
    [{ statuses: [500], upstream: 'pay' }, [[500, 45]]],
    [{ statuses: [500], routes: ['/search'] }, [[500, 2]]],
    [{ statuses: [500], customers: ['acme'] }, [[500, 5]]],
    [{ statuses: [413] }, []],
  ])('are counted for %j', (filter, expected) => {
    const answers = store.answers(span, 'status', filter);
    expect(answers?.counts.map(({ status, requests }) => [status, requests])).toEqual(expected);
    expect(answers).toMatchObject({ span, countedSince: noon });
  });
  it('are told by upstream, with those that the upstream made', () => {
    expect(store.answers(span, 'upstream', { statuses: [500] })?.counts).toEqual([
      { status: 500, key: 'pay', requests: 45, madeByUpstream: 45 },
      { status: 500, key: 'search', requests: 2, madeByUpstream: 0 },
    ]);
  });
  it('stay the same when minutes become hours and days', () => {
    const aged = openStoreWith(makeRequestTraffic({ status: 500, requests: 45, madeByUpstream: 45 }));
    for (const age of [7 * hourMs, 10 * dayMs]) {
      while (aged.prune(noon + age)) {}
      expect(aged.answers(twoDaySpan, 'status')?.counts).toEqual([
        { status: 500, key: null, requests: 45, madeByUpstream: 45 },
      ]);
    }
  });
  it.each([{ clients: ['192.0.2.9'] }, { causes: ['read-timeout'] }, { outcomes: ['truncated'] }])(
    'are not counted for %j',
    (filter) => {
      expect(store.answers(span, 'status', filter)).toBeUndefined();
    },
  );
  it('have no beginning where no access log was read', () => {
    expect(openStoreWith().answers(span, 'status')).toMatchObject({ countedSince: null, counts: [] });
  });
});
