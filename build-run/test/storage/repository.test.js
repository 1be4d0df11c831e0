import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayMs, hourMs, minuteMs } from '../../src/base/duration.js';
import { causeIds } from '../../src/diagnose/causes/index.js';
import { isClientImpacting } from '../../src/diagnose/failure.js';
import { outcomes } from '../../src/parse/event.js';
import { openStore } from '../../src/storage/store.js';
import { makeFailure, makeIncident, noon } from '../support/failure-fixtures.js';
import { countRuns } from '../support/property-runs.js';
import { makeBatch, makeCheckpoint, makeFailureUpdates } from '../support/store-fixtures.js';

/** Longer than two days, so that it contains a whole day. */
const spanMs = 54 * hourMs;
const startAt = noon - 20 * hourMs - 12_345;
describe('answers agree with counting failures one by one', () => {
  const random = createRandom(502);
  const failures = Array.from({ length: 2_000 }, (_, index) => makeRandomFailure(index, random));
  const store = openStore(':memory:');
  const amended = commitAmended(store, failures, random);
  const times = fc.integer({ min: startAt - hourMs, max: startAt + spanMs + hourMs });
  const rounded = fc
    .tuple(times, fc.constantFrom(1, minuteMs, hourMs))
    .map(([index, width]) => Math.floor(index / width) * width);
  const spans = fc.tuple(rounded, rounded).map(([a, b]) => ({
    from: Math.min(a, b),
    to: Math.max(a, b),
  }));
  const questions = fc.record(
    {
      upstream: fc.constantFrom('pay', 'search', null),
      cause: fc.constantFrom(...causeIds.slice(0, 4)),
      causes: fc.subarray(causeIds.slice(0, 4)),
      statuses: fc.subarray([502, 503, 504]),
      outcomes: fc.subarray([...outcomes]),
      routes: fc.subarray(['/cart', '/pay/:id']),
      methods: fc.subarray(['GET', 'POST']),
      hosts: fc.constant(['shop-b.example']),
      clients: fc.constant(['192.0.2.1']),
      customers: fc.constant(['acme']),
    },
    { requiredKeys: [] },
  );
  it('for totals', () => {
    fc.assert(
      fc.property(spans, questions, (span, filter) => {
        const expected = amended.filter(matchesFilter(span, filter));
        const { failures: count, outcomes: byOutcome, byStatus } = store.totals(span, filter);
        expect(count).toBe(expected.length);
        for (const outcome of outcomes) {
          expect(byOutcome[outcome]).toBe(expected.filter((failure) => failure.outcome === outcome).length);
        }
        const withStatus = expected.filter(({ status }) => status !== null);
        expect(Object.values(byStatus).reduce((sum, value) => sum + value, 0)).toBe(withStatus.length);
      }),
      { numRuns: countRuns(60) },
    );
  });
  it.each([
    'cause',
    'upstream',
    'status',
    'outcome',
    'route',
    'peer',
    'host',
    'method',
    'maker',
    'client',
    'customer',
    'gateway',
  ])('for the top by %s', (by) => {
    fc.assert(
      fc.property(spans, questions, (span, filter) => {
        expect(store.top(by, span, 1_000, filter)).toEqual(
          rankFailures(by, amended.filter(matchesFilter(span, filter))),
        );
      }),
      { numRuns: countRuns(30) },
    );
  });
  it('for every minute', () => {
    fc.assert(
      fc.property(spans, questions, ({ from }, filter) => {
        const span = { from, to: from + 3 * hourMs };
        const first = Math.floor(from / minuteMs) * minuteMs;
        const minutes = store.failuresPerMinute(span, filter);
        expect(minutes).toHaveLength(Math.ceil((span.to - first) / minuteMs));
        const wholeSpan = { from: first, to: first + minutes.length * minuteMs };
        const expected = new Array(minutes.length).fill(0);
        for (const { at } of amended.filter(matchesFilter(wholeSpan, filter)).filter(isClientImpacting)) {
          const minute = Math.floor((at - first) / minuteMs);
          expected[minute] = (expected[minute] ?? 0) + 1;
        }
        expect(minutes).toEqual(expected);
      }),
      { numRuns: countRuns(30) },
    );
  });
  it('for every hour', () => {
    fc.assert(
      fc.property(spans, questions, (span, filter) => {
        const first = Math.floor(span.from / hourMs) * hourMs;
        const hours = store.failuresPerHour(span, filter);
        const wholeSpan = { from: first, to: first + hours.length * hourMs };
        const expected = new Array(hours.length).fill(0);
        for (const { at } of amended.filter(matchesFilter(wholeSpan, filter)).filter(isClientImpacting)) {
          const hour = Math.floor((at - first) / hourMs);
          expected[hour] = (expected[hour] ?? 0) + 1;
        }
        expect(hours).toEqual(expected);
      }),
      { numRuns: countRuns(30) },
    );
  });
  it('for groups of cause and upstream', () => {
    fc.assert(
      fc.property(spans, (span) => {
        const groups = store.groups(span, 1_000);
        const counts = groups.map(({ count }) => count);
        expect(counts).toEqual([...counts].sort((a, b) => b - a));
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(
          amended.filter(matchesFilter(span, {})).length,
        );
        for (const { cause, upstream, count, firstAt, lastAt, routes, examples } of groups) {
          const members = amended.filter(matchesFilter(span, { cause, upstream }));
          expect(count).toBe(members.length);
          expect(firstAt).toBe(Math.min(...members.map(({ at }) => at)));
          expect(lastAt).toBe(Math.max(...members.map(({ at }) => at)));
          expect(routes).toEqual(rankFailures('route', members).slice(0, 10));
          expect(examples).toHaveLength(Math.min(3, members.length));
        }
      }),
      { numRuns: countRuns(10) },
    );
  });
  it('for every failure, by time', () => {
    const span = { from: startAt + hourMs, to: startAt + 9 * hourMs + 1 };
    const expected = amended.filter(matchesFilter(span, {})).sort((a, b) => a.at - b.at);
    const walked = [...store.allFailures(span)];
    expect(walked.map(({ at }) => at)).toEqual(expected.map(({ at }) => at));
    expect(new Set(walked.map(({ key }) => key))).toEqual(new Set(expected.map(({ key }) => key)));
  });
  it('for every failure, even when many have the same time', () => {
    const burst = openStore(':memory:');
    const keys = Array.from({ length: 1_200 }, (_, index) => `${index}`);
    burst.commit(makeBatch({ failures: makeFailureUpdates(keys.map((key) => makeFailure({ key }))) }), noon);
    expect([...burst.allFailures({ from: noon, to: noon + 1 })].map(({ key }) => key)).toEqual(keys);
  });
});
describe('an incident', () => {
  const store = openStore(':memory:');
  const records = Array.from({ length: 9 }, (_, index) =>
    makeFailure({
      key: `${index}`,
      at: noon + index,
      evidence: [{ file: 'error.log', byte: index * 100, line: index + 1, text: `record ${index}` }],
    }),
  );
  const past = (id, number, overrides = {}) =>
    makeIncident({
      id,
      number,
      firstFailureAt: noon - id * dayMs,
      state: {
        type: 'resolved',
        openedAt: noon - id * dayMs,
        resolvedAt: noon - id * dayMs + hourMs,
        resolution: 'good-requests',
        recentFailureTimes: [],
      },
      ...overrides,
    });
  const current = makeIncident({ id: 1, number: 9 });
  const worse = makeIncident({
    id: 2,
    number: 10,
    outcomes: { ...current.outcomes, truncated: 90 },
    upstream: 'search',
  });
  store.commit(
    makeBatch({
      failures: makeFailureUpdates(records),
      incidents: [
        current,
        worse,
        past(3, 8),
        past(4, 7),
        past(5, 6, { upstream: 'search' }),
        past(6, 5, { causes: [{ cause: 'read-timeout', count: 4 }] }),
        makeIncident({ id: 7, number: null, state: { type: 'pending', recentFailureTimes: [] } }),
      ],
    }),
    noon,
  );
  it('has its first and latest records, without duplicates', () => {
    const texts = (limit) => store.evidence(current, limit).map(({ text }) => text);
    expect(texts(2)).toEqual(['record 0', 'record 1', 'record 7', 'record 8']);
    expect(texts(6)).toHaveLength(9);
  });
  it('has its latest failures', () => {
    expect(store.latestFailures(current, 2)).toEqual([records[8], records[7]]);
  });
  it('has the earlier incidents of the same upstream and cause, newest first', () => {
    expect(store.earlierIncidents(current, 5).map(({ number }) => number)).toEqual([8, 7]);
    expect(store.earlierIncidents(current, 1).map(({ number }) => number)).toEqual([8]);
  });
  it('is listed when it overlaps the span and has opened', () => {
    const numbers = (span) => store.incidents(span).map(({ number }) => number);
    expect(numbers({ from: noon - 1, to: noon + hourMs })).toEqual([10, 9]);
    expect(numbers({ from: noon - 3.5 * dayMs, to: noon - 2 * dayMs })).toEqual([8]);
  });
  it('comes first among open incidents when it affects most clients', () => {
    expect(store.openIncidents().map(({ number }) => number)).toEqual([10, 9]);
  });
});
describe('coverage', () => {
  it('adds up the generations of one path, and reports files that cannot be read', () => {
    const store = openStore(':memory:');
    const rotated = makeCheckpoint(300, { ino: '7', state: 'done' });
    const unread = makeCheckpoint(0, { path: '/var/log/nginx/other.log' });
    const nothing = { ...unread, parserState: { ...unread.parserState, gateway: null, latestAt: null } };
    store.commit(makeBatch({ checkpoints: [rotated, makeCheckpoint(100), nothing] }), noon);
    store.saveFileProblem('/var/log/nginx/access.log', 'EACCES');
    expect(store.coverage()).toMatchObject([
      { file: '/var/log/nginx/access.log', lines: 0, gateway: null, latestAt: null, error: 'EACCES' },
      { file: '/var/log/nginx/error.log', lines: 4, gateway: 'nginx-error', latestAt: noon, error: null },
      { file: '/var/log/nginx/other.log', lines: 0, gateway: null, latestAt: null, error: null },
    ]);
    store.saveFileProblem('/var/log/nginx/access.log', null);
    expect(store.coverage().map(({ error }) => error)).toEqual([null, null]);
  });
});
/** The same numbers between 0 and 1 on every run. */
function createRandom(seed) {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}
function makeRandomFailure(at, random) {
  const pick = (values) => values[Math.floor(random() * values.length)] ?? values[0];
  return makeFailure({
    key: `${at}`,
    at: startAt + Math.floor(random() * spanMs),
    cause: pick(['connection-refused', 'socket-missing', 'no-live-upstreams', 'connect-timeout']),
    outcome: pick(['client-visible', 'saved-by-retry', 'undecided', 'background']),
    status: pick([502, 504, 503, 200, null]),
    upstream: pick(['pay', 'search', 'cart', null]),
    route: pick(['/cart', '/pay/:id', '/search', null]),
    peer: pick(['10.0.0.7:8080', '10.0.0.8:8080', null]),
    client: pick(['192.0.2.1', '192.0.2.2', '2001:db8::1', null]),
    host: pick(['shop-a.example', 'shop-b.example', null]),
    customer: pick(['acme', 'busy', null]),
    request: pick([
      { method: 'GET', target: '/cart', protocol: 'HTTP/1.1' },
      { method: 'POST', target: '/pay/7', protocol: 'HTTP/1.1' },
      null,
    ]),
    madeBy: pick(['gateway', 'upstream']),
    gateway: pick(['nginx-error', 'envoy-access']),
  });
}
/** Stores all failures in batches, a third of them amended later; returns them as they are in the end. */
function commitAmended(store, failures, random) {
  const amendments = failures
    .filter(() => random() < 1 / 3)
    .map((previous) => ({
      failure: { ...makeRandomFailure(0, random), key: previous.key, at: previous.at },
      previous: previous,
      incidentId: 1,
    }));
  for (let start = 0; start < failures.length; start += 500) {
    store.commit(makeBatch({ failures: makeFailureUpdates(failures.slice(start, start + 500)) }), noon);
  }
  store.commit(makeBatch({ failures: amendments }), noon);
  const latest = new Map(amendments.map(({ failure }) => [failure.key, failure]));
  return failures.map((failure) => latest.get(failure.key) ?? failure);
}
const matchesFilter =
  ({ from, to }, filter) =>
  (failure) =>
    failure.at >= from &&
    failure.at < to &&
    (filter.cause === undefined || failure.cause === filter.cause) &&
    (filter.upstream === undefined || failure.upstream === filter.upstream) &&
    isIncluded(filter.causes, failure.cause) &&
    isIncluded(filter.statuses, failure.status) &&
    isIncluded(filter.outcomes, failure.outcome) &&
    isIncluded(filter.routes, failure.route) &&
    isIncluded(filter.methods, failure.request?.method ?? null) &&
    isIncluded(filter.hosts, failure.host) &&
    isIncluded(filter.clients, failure.client) &&
    isIncluded(filter.customers, failure.customer);
const isIncluded = (values, value) => values === undefined || (value !== null && values.includes(value));
const readDimension = (by, failure) => {
  if (by === 'method') return failure.request?.method ?? null;
  return by === 'maker' ? failure.madeBy : failure[by];
};
function rankFailures(by, failures) {
  const ranks = new Map();
  for (const failure of failures) {
    const value = readDimension(by, failure);
    const key = value === null ? null : String(value);
    const rank = ranks.get(key) ?? { count: 0, clientImpacting: 0 };
    ranks.set(key, {
      count: rank.count + 1,
      clientImpacting: rank.clientImpacting + Number(isClientImpacting(failure)),
    });
  }
  const name = (key) => key ?? '';
  return [...ranks]
    .map(([key, rank]) => ({ key, ...rank }))
    .sort(
      (a, b) =>
        b.clientImpacting - a.clientImpacting || b.count - a.count || (name(a.key) < name(b.key) ? -1 : 1),
    );
}
