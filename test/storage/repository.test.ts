import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Span } from '../../src/base/span.js';
import { causeIds } from '../../src/diagnose/cause.js';
import { alarming, type Failure } from '../../src/diagnose/failure.js';
import type { FiledSighting } from '../../src/incidents/incident-tracker.js';
import { outcomes } from '../../src/parse/event.js';
import type { Dimension, Of, Ranked } from '../../src/report/repository.js';
import { openStore, type Store } from '../../src/storage/store.js';
import {
  aBatch,
  aBookmark,
  aFailure,
  anIncident,
  dayMs,
  hourMs,
  minuteMs,
  noon,
  sightingsOf,
} from '../support/store-fixtures.js';

/** Longer than two days, so that a whole one lies within. */
const spanMs = 54 * hourMs;
const begin = noon - 20 * hourMs - 12_345;

describe('answers agree with counting one by one', () => {
  const random = seeded(502);
  const failures = Array.from({ length: 2_000 }, (_, at) => someFailure(at, random));
  const store = openStore(':memory:');
  const amended = storeWithAmendments(store, failures, random);

  const times = fc.integer({ min: begin - hourMs, max: begin + spanMs + hourMs });
  const rounded = fc
    .tuple(times, fc.constantFrom(1, minuteMs, hourMs))
    .map(([at, width]) => Math.floor(at / width) * width);
  const spans = fc.tuple(rounded, rounded).map(([one, other]) => ({
    from: Math.min(one, other),
    to: Math.max(one, other),
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
      fc.property(spans, questions, (span, of) => {
        const expected = amended.filter(within(span, of));
        const { failures: count, outcomes: byOutcome, byStatus } = store.totals(span, of);
        expect(count).toBe(expected.length);
        for (const outcome of outcomes) {
          expect(byOutcome[outcome]).toBe(expected.filter((failure) => failure.outcome === outcome).length);
        }
        const withStatus = expected.filter(({ status }) => status !== null);
        expect(Object.values(byStatus).reduce((sum, some) => sum + some, 0)).toBe(withStatus.length);
      }),
      { numRuns: 60 },
    );
  });

  it.each<Dimension>([
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
      fc.property(spans, questions, (span, of) => {
        expect(store.top(by, span, 1_000, of)).toEqual(ranked(by, amended.filter(within(span, of))));
      }),
      { numRuns: 30 },
    );
  });

  it('for every minute', () => {
    fc.assert(
      fc.property(spans, questions, ({ from }, of) => {
        const span = { from, to: from + 3 * hourMs };
        const first = Math.floor(from / minuteMs) * minuteMs;
        const minutes = store.perMinute(span, of);
        expect(minutes).toHaveLength(Math.ceil((span.to - first) / minuteMs));
        const whole = { from: first, to: first + minutes.length * minuteMs };
        const expected = new Array<number>(minutes.length).fill(0);
        for (const { at } of amended.filter(within(whole, of)).filter(alarming)) {
          const minute = Math.floor((at - first) / minuteMs);
          expected[minute] = (expected[minute] ?? 0) + 1;
        }
        expect(minutes).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  it('for every hour', () => {
    fc.assert(
      fc.property(spans, questions, (span, of) => {
        const first = Math.floor(span.from / hourMs) * hourMs;
        const hours = store.perHour(span, of);
        const whole = { from: first, to: first + hours.length * hourMs };
        const expected = new Array<number>(hours.length).fill(0);
        for (const { at } of amended.filter(within(whole, of)).filter(alarming)) {
          const hour = Math.floor((at - first) / hourMs);
          expected[hour] = (expected[hour] ?? 0) + 1;
        }
        expect(hours).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  it('for groups of cause and upstream', () => {
    fc.assert(
      fc.property(spans, (span) => {
        const groups = store.groups(span, 1_000);
        const counts = groups.map(({ count }) => count);
        expect(counts).toEqual([...counts].sort((one, other) => other - one));
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(amended.filter(within(span, {})).length);
        for (const { cause, upstream, count, firstAt, lastAt, routes, examples } of groups) {
          const members = amended.filter(within(span, { cause, upstream }));
          expect(count).toBe(members.length);
          expect(firstAt).toBe(Math.min(...members.map(({ at }) => at)));
          expect(lastAt).toBe(Math.max(...members.map(({ at }) => at)));
          expect(routes).toEqual(ranked('route', members).slice(0, 10));
          expect(examples).toHaveLength(Math.min(3, members.length));
        }
      }),
      { numRuns: 10 },
    );
  });

  it('for every failure, by time', () => {
    const span = { from: begin + hourMs, to: begin + 9 * hourMs + 1 };
    const expected = amended.filter(within(span, {})).sort((one, other) => one.at - other.at);
    const walked = [...store.failuresIn(span)];
    expect(walked.map(({ at }) => at)).toEqual(expected.map(({ at }) => at));
    expect(new Set(walked.map(({ key }) => key))).toEqual(new Set(expected.map(({ key }) => key)));
  });

  it('for every failure, also of one moment that held many', () => {
    const burst = openStore(':memory:');
    const keys = Array.from({ length: 1_200 }, (_, at) => `${at}`);
    burst.commit(aBatch({ sightings: sightingsOf(keys.map((key) => aFailure({ key }))) }), noon);
    expect([...burst.failuresIn({ from: noon, to: noon + 1 })].map(({ key }) => key)).toEqual(keys);
  });
});

describe('an incident', () => {
  const store = openStore(':memory:');
  const records = Array.from({ length: 9 }, (_, at) =>
    aFailure({
      key: `${at}`,
      at: noon + at,
      evidence: [{ file: 'error.log', byte: at * 100, line: at + 1, text: `record ${at}` }],
    }),
  );
  const past = (id: number, number: number, over = {}) =>
    anIncident({
      id,
      number,
      firstFailureAt: noon - id * dayMs,
      state: {
        name: 'resolved',
        openedAt: noon - id * dayMs,
        resolvedAt: noon - id * dayMs + hourMs,
        proof: 'good-requests',
        recent: [],
      },
      ...over,
    });
  const current = anIncident({ id: 1, number: 9 });
  const worse = anIncident({
    id: 2,
    number: 10,
    counts: { ...current.counts, truncated: 90 },
    upstream: 'search',
  });
  store.commit(
    aBatch({
      sightings: sightingsOf(records),
      incidents: [
        current,
        worse,
        past(3, 8),
        past(4, 7),
        past(5, 6, { upstream: 'search' }),
        past(6, 5, { causes: [{ cause: 'read-timeout', count: 4 }] }),
        anIncident({ id: 7, number: null, state: { name: 'watching', recent: [] } }),
      ],
    }),
    noon,
  );

  it('shows its first and latest records, none twice', () => {
    const texts = (limit: number) => store.evidence(current, limit).map(({ text }) => text);
    expect(texts(2)).toEqual(['record 0', 'record 1', 'record 7', 'record 8']);
    expect(texts(6)).toHaveLength(9);
  });

  it('knows its latest failures', () => {
    expect(store.failures(current, 2)).toEqual([records[8], records[7]]);
  });

  it('knows earlier ones of the same upstream and cause, newest first', () => {
    expect(store.earlier(current, 5).map(({ number }) => number)).toEqual([8, 7]);
    expect(store.earlier(current, 1).map(({ number }) => number)).toEqual([8]);
  });

  it('is listed while it overlaps the span, and only when it has opened', () => {
    const numbers = (span: Span) => store.incidents(span).map(({ number }) => number);
    expect(numbers({ from: noon - 1, to: noon + hourMs })).toEqual([10, 9]);
    expect(numbers({ from: noon - 3.5 * dayMs, to: noon - 2 * dayMs })).toEqual([8]);
  });

  it('comes first among the open ones when it hit most clients', () => {
    expect(store.openIncidents().map(({ number }) => number)).toEqual([10, 9]);
  });
});

describe('coverage', () => {
  it('adds up what was read under one path, and tells of files that cannot be read', () => {
    const store = openStore(':memory:');
    const rotated = aBookmark(300, { ino: '7', state: 'done' });
    const unread = aBookmark(0, { path: '/var/log/nginx/other.log' });
    const nothing = { ...unread, reading: { ...unread.reading, gateway: null, latestAt: null } };
    store.commit(aBatch({ bookmarks: [rotated, aBookmark(100), nothing] }), noon);
    store.saveTrouble('/var/log/nginx/access.log', 'EACCES');
    expect(store.coverage()).toMatchObject([
      { file: '/var/log/nginx/access.log', lines: 0, gateway: null, latestAt: null, trouble: 'EACCES' },
      { file: '/var/log/nginx/error.log', lines: 4, gateway: 'nginx-error', latestAt: noon, trouble: null },
      { file: '/var/log/nginx/other.log', lines: 0, gateway: null, latestAt: null, trouble: null },
    ]);
    store.saveTrouble('/var/log/nginx/access.log', null);
    expect(store.coverage().map(({ trouble }) => trouble)).toEqual([null, null]);
  });
});

/** The same numbers between 0 and 1 on every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

function someFailure(at: number, random: () => number): Failure {
  const one = <T>(of: readonly [T, ...T[]]): T => of[Math.floor(random() * of.length)] ?? of[0];
  return aFailure({
    key: `${at}`,
    at: begin + Math.floor(random() * spanMs),
    cause: one([causeIds[0], causeIds[1], causeIds[2], causeIds[3]]),
    outcome: one(['client-visible', 'saved-by-retry', 'undecided', 'background']),
    status: one([502, 504, 503, 200, null]),
    upstream: one(['pay', 'search', 'cart', null]),
    route: one(['/cart', '/pay/:id', '/search', null]),
    peer: one(['10.0.0.7:8080', '10.0.0.8:8080', null]),
    client: one(['192.0.2.1', '192.0.2.2', '2001:db8::1', null]),
    host: one(['shop-a.example', 'shop-b.example', null]),
    customer: one(['acme', 'busy', null]),
    request: one([
      { method: 'GET', target: '/cart', protocol: 'HTTP/1.1' },
      { method: 'POST', target: '/pay/7', protocol: 'HTTP/1.1' },
      null,
    ]),
    madeBy: one(['gateway', 'upstream']),
    gateway: one(['nginx-error', 'envoy-access']),
  });
}

/** Stores all failures in batches, a third of them amended later; returns them as they are in the end. */
function storeWithAmendments(store: Store, failures: readonly Failure[], random: () => number): Failure[] {
  const amendments: FiledSighting[] = failures
    .filter(() => random() < 1 / 3)
    .map((was) => ({
      failure: { ...someFailure(0, random), key: was.key, at: was.at },
      was,
      incident: 1,
    }));
  for (let start = 0; start < failures.length; start += 500) {
    store.commit(aBatch({ sightings: sightingsOf(failures.slice(start, start + 500)) }), noon);
  }
  store.commit(aBatch({ sightings: amendments }), noon);
  const latest = new Map(amendments.map(({ failure }) => [failure.key, failure]));
  return failures.map((failure) => latest.get(failure.key) ?? failure);
}

const within =
  ({ from, to }: Span, of: Of) =>
  (failure: Failure): boolean =>
    failure.at >= from &&
    failure.at < to &&
    (of.cause === undefined || failure.cause === of.cause) &&
    (of.upstream === undefined || failure.upstream === of.upstream) &&
    isAmong(of.causes, failure.cause) &&
    isAmong(of.statuses, failure.status) &&
    isAmong(of.outcomes, failure.outcome) &&
    isAmong(of.routes, failure.route) &&
    isAmong(of.methods, failure.request?.method ?? null) &&
    isAmong(of.hosts, failure.host) &&
    isAmong(of.clients, failure.client) &&
    isAmong(of.customers, failure.customer);

const isAmong = <T>(values: readonly T[] | undefined, value: T | null) =>
  values === undefined || (value !== null && values.includes(value));

const valueBy = (by: Dimension, failure: Failure): string | number | null => {
  if (by === 'method') return failure.request?.method ?? null;
  return by === 'maker' ? failure.madeBy : failure[by];
};

function ranked(by: Dimension, failures: readonly Failure[]): Ranked[] {
  const ranks = new Map<string | null, { count: number; alarming: number }>();
  for (const failure of failures) {
    const value = valueBy(by, failure);
    const key = value === null ? null : String(value);
    const rank = ranks.get(key) ?? { count: 0, alarming: 0 };
    ranks.set(key, {
      count: rank.count + 1,
      alarming: rank.alarming + Number(alarming(failure)),
    });
  }
  const name = (key: string | null) => key ?? '';
  return [...ranks]
    .map(([key, rank]) => ({ key, ...rank }))
    .sort((one, other) => other.count - one.count || (name(one.key) < name(other.key) ? -1 : 1));
}
