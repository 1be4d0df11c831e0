import { describe, expect, it } from 'vitest';
import type { Span } from '../../src/base/span.js';
import type { Failure } from '../../src/diagnose/failure.js';
import { piecesOf } from '../../src/storage/split-span.js';
import { openStore, type Store } from '../../src/storage/store.js';
import {
  aBatch,
  aBookmark,
  aFailure,
  anIncident,
  aPath,
  dayMs,
  hourMs,
  minuteMs,
  noon,
  sightingsOf,
} from '../support/store-fixtures.js';

const always: Span = { from: 0, to: noon + dayMs };

describe('what is past its time', () => {
  it('goes: failures after two weeks, though their count stays', () => {
    const store = storeWith([0, 13, 15, 300].map((days) => failureAgo(days * dayMs)));
    pruneAll(store);
    expect([...store.failuresIn(always)].map(({ at }) => noon - at)).toEqual([13 * dayMs, 0]);
    expect(store.totals(always).failures).toBe(4);
    expect(store.top('route', always, 1)).toEqual([{ key: '/cart', count: 4, alarming: 4 }]);
  });

  it('goes: counts after 400 days', () => {
    const store = storeWith([failureAgo(401 * dayMs), failureAgo(399 * dayMs)]);
    pruneAll(store);
    expect(store.totals(always).failures).toBe(1);
  });

  it('goes in steps, so that reading the logs waits for none of them long', () => {
    const store = storeWith(Array.from({ length: 4_100 }, (_, at) => failureAgo(20 * dayMs + at)));
    expect([1, 2, 3].map(() => store.prune(noon))).toEqual([true, true, false]);
    expect([...store.failuresIn(always)]).toEqual([]);
    expect(store.totals(always).failures).toBe(4_100);
  });

  it('leaves answers as exact as what is kept: to the minute, then to the hour', () => {
    const store = storeWith([1, 5, 20].map((days) => failureAgo(days * dayMs)));
    pruneAll(store);
    const justMisses = (days: number) =>
      store.totals({ from: noon - days * dayMs + 1, to: noon - days * dayMs + hourMs }).failures;
    expect([1, 5, 20].map(justMisses)).toEqual([0, 0, 1]);
    const [group] = store.groups({ from: noon - 21 * dayMs, to: noon - 19 * dayMs }, 1);
    expect(group).toMatchObject({ count: 1, firstAt: noon - 20 * dayMs, lastAt: noon - 20 * dayMs });
  });

  it('shows minutes as long as single failures are kept', () => {
    const store = storeWith([1, 5].map((days) => failureAgo(days * dayMs)));
    pruneAll(store);
    for (const days of [1, 5]) {
      const from = noon - days * dayMs - minuteMs;
      expect(store.perMinute({ from, to: from + 3 * minuteMs })).toEqual([0, 1, 0]);
    }
  });

  it('goes: incidents that never opened, after a day; closed ones after 400 days; open ones never', () => {
    const store = openStore(':memory:');
    const long = noon - 500 * dayMs;
    const watching = { name: 'watching', recent: [] } as const;
    const resolved = {
      name: 'resolved',
      openedAt: long,
      resolvedAt: long,
      proof: 'quiet',
      recent: [],
    } as const;
    const incidents = [
      anIncident({ id: 1, number: null, state: watching, lastFailureAt: noon - 2 * dayMs }),
      anIncident({ id: 2, number: null, state: watching, lastFailureAt: noon }),
      anIncident({ id: 3, number: 1, state: resolved, firstFailureAt: long, lastFailureAt: long }),
      anIncident({ id: 4, number: 2, firstFailureAt: long, lastFailureAt: long }),
    ];
    store.commit(aBatch({ incidents }), noon);
    store.decide([{ incident: 3, told: heard, letters: [] }], [], noon);
    pruneAll(store);
    expect(store.restore().incidents.map(({ id }) => id)).toEqual([2, 4]);
    expect(store.incident(1)).toBeUndefined();
    expect(store.told(3)).toBeUndefined();
  });

  it('goes: bookmarks of finished files and letters, after a month', () => {
    const store = openStore(':memory:');
    const bookmarks = [aBookmark(100), aBookmark(900, { ino: '7', state: 'done' })];
    store.commit(aBatch({ bookmarks }), noon - 31 * dayMs);
    store.decide([], [letterOf('2026-02-07')], noon - 31 * dayMs);
    store.decide([], [letterOf('2026-03-09')], noon);
    pruneAll(store);
    expect(store.restore().bookmarks).toEqual([aBookmark(100)]);
    expect(['2026-02-07', '2026-03-09'].map((day) => store.reportTold(day))).toEqual([false, true]);
  });

  it('remembers where an incident was posted, though the letter is gone', () => {
    const store = openStore(':memory:');
    store.saveIncident(anIncident());
    const what = { name: 'incident', incident: 1, sequence: 1, reason: 'opened' } as const;
    store.decide(
      [{ incident: 1, told: heard, letters: [{ what, message: { text: 'down', blocks: [] } }] }],
      [],
      noon - 40 * dayMs,
    );
    store.markSent(1, '1763800000.000100');
    pruneAll(store);
    expect(store.tsOf(1)).toBe('1763800000.000100');
  });
});

describe('routes and the like', () => {
  it('are told by hours for nine days, by single failures for fourteen, and then by days', () => {
    const store = openStore(':memory:');
    const ages = [1, 8, 12, 20].map((days) => days * dayMs);
    store.commit(aBatch({ sightings: sightingsOf(ages.map(failureAgo)) }), noon);
    while (store.prune(noon));
    const routesIn = (age: number, lengthMs: number) =>
      store.top('route', { from: noon - age, to: noon - age + lengthMs }, 5).map(({ count }) => count);
    expect(routesIn(dayMs, 1)).toEqual([1]);
    expect(routesIn(8 * dayMs, 60_000)).toEqual([1]);
    expect(routesIn(12 * dayMs, 1)).toEqual([1]);
    expect(routesIn(12 * dayMs + 2, 1)).toEqual([]);
    expect(routesIn(20 * dayMs + 2, 1)).toEqual([1]);
    expect(routesIn(20 * dayMs, 20 * dayMs)).toEqual([4]);
    expect(
      store.perHour({ from: noon - 20 * dayMs, to: noon }, { routes: ['/cart'] }).filter(Boolean),
    ).toHaveLength(3);
  });
});

describe('a database that is full', () => {
  it('lets the oldest failures go early and still counts them', () => {
    const store = openStore(aPath());
    const failures = Array.from({ length: 3_000 }, (_, at) => failureAgo(5 * hourMs - at * 1_000));
    store.commit(aBatch({ sightings: sightingsOf(failures) }), noon);
    expect(store.prune(noon, 0)).toBe(true);
    const left = [...store.failuresIn(always)];
    expect(left).toHaveLength(1_000);
    expect(left[0]?.at).toBe(failures[2_000]?.at);
    expect(store.totals(always).failures).toBe(3_000);
    const from = noon - 5 * hourMs;
    expect(store.totals({ from, to: from + 90_000 }).failures).toBe(120);
  });
});

describe('a span is cut into', () => {
  const kept = { failures: noon - 14 * dayMs, minutes: noon - 3 * dayMs, hours: noon - 9 * dayMs };
  const at = (hours: number, minutes = 0, ms = 0) => noon + hours * hourMs + minutes * minuteMs + ms;
  it.each([
    ['nothing', { from: noon, to: noon }, []],
    ['whole hours', { from: at(0), to: at(2) }, ['hour 0:120']],
    [
      'hours, minutes and failures at its ends',
      { from: at(0, 10, 5), to: at(2, 7, 9) },
      ['failure 10+5:11', 'minute 11:60', 'hour 60:120', 'minute 120:127', 'failure 127:127+9'],
    ],
    ['failures, within a minute', { from: at(0, 1, 5), to: at(0, 1, 9) }, ['failure 1+5:1+9']],
    ['minutes, within an hour', { from: at(0, 1), to: at(0, 9) }, ['minute 1:9']],
    ['minutes around a full hour', { from: at(0, 50), to: at(1, 10) }, ['minute 50:60', 'minute 60:70']],
  ])('%s', (_, span, expected) => {
    expect(piecesOf(span, kept).map(told)).toEqual(expected);
  });

  it('hours, rounded outwards, where nothing finer is kept', () => {
    const old = { from: at(-500, 10), to: at(-498, 20) };
    const expected = ['hour -30000:-29940', 'hour -29940:-29880', 'hour -29880:-29820'];
    expect(piecesOf(old, kept).map(told)).toEqual(expected);
    expect(piecesOf({ from: at(-500, 10), to: at(-500, 20) }, kept).map(told)).toEqual([
      'hour -30000:-29940',
    ]);
  });

  it('minutes, rounded outwards, where single failures had to go early', () => {
    const span = { from: at(0, 1, 5), to: at(0, 9, 5) };
    expect(piecesOf(span, { ...kept, failures: at(5) }).map(told)).toEqual(['minute 1:10']);
  });

  /** Minutes since noon, and ms. */
  function told({ table, from, to }: ReturnType<typeof piecesOf>[number]): string {
    const since = (time: number) => {
      const ms = (((time - noon) % minuteMs) + minuteMs) % minuteMs;
      return `${Math.floor((time - noon) / minuteMs)}${ms === 0 ? '' : `+${ms}`}`;
    };
    return `${table} ${since(from)}:${since(to)}`;
  }
});

const heard = {
  reason: 'opened',
  cause: 'connection-refused',
  at: noon,
  alarming: 1,
  peers: 1,
  severity: 'minor',
  upstreams: 1,
  parts: 0,
  acknowledged: false,
  escalated: false,
  silenced: false,
  resolved: false,
} as const;

const letterOf = (day: string) => ({
  what: { name: 'report', day } as const,
  message: { text: day, blocks: [] },
});

const failureAgo = (ms: number): Failure => aFailure({ key: `${ms}`, at: noon - ms });

function storeWith(failures: readonly Failure[]): Store {
  const store = openStore(':memory:');
  store.commit(aBatch({ sightings: sightingsOf(failures) }), noon);
  return store;
}

function pruneAll(store: Store): void {
  while (store.prune(noon));
}
