import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Failure } from '../../src/diagnose/failure.js';
import { nothingRestored } from '../../src/pipeline/pipeline.js';
import { openStore } from '../../src/storage/store.js';
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

const theDay = { from: noon - dayMs / 2, to: noon + dayMs / 2 };

describe('what is committed', () => {
  it('comes back as it went in', () => {
    const store = openStore(':memory:');
    const told = aFailure();
    const untold = aFailure({
      key: 'access.log:7',
      upstream: null,
      peer: null,
      client: null,
      server: null,
      host: null,
      request: null,
      route: null,
      status: null,
      phase: null,
      hints: [],
      lacks: [],
      evidence: [],
    });
    store.commit(aBatch({ sightings: sightingsOf([told, untold]), incidents: [anIncident()] }), noon);
    expect([...store.failuresIn(theDay)]).toEqual([told, untold]);
    expect(store.incident(1)).toEqual(anIncident());
  });

  it('counts a failure once, however often it is told', () => {
    const store = openStore(':memory:');
    const batch = aBatch({ sightings: sightingsOf([aFailure(), aFailure({ key: 'error.log:90' })]) });
    for (let time = 0; time < 3; time++) store.commit(batch, noon);
    expect(store.totals(theDay).failures).toBe(2);
    expect(store.top('route', theDay, 5)).toEqual([{ key: '/cart', count: 2, alarming: 2 }]);
    expect([...store.failuresIn(theDay)]).toHaveLength(2);
  });

  it('moves the count when later lines tell more', () => {
    const store = openStore(':memory:');
    const was = aFailure({ outcome: 'undecided', status: null, upstream: '10.0.0.7:8080', route: null });
    const failure = aFailure({
      outcome: 'saved-by-retry',
      status: 200,
      at: noon - hourMs,
      peer: '10.0.0.8:8080',
    });
    store.commit(aBatch({ sightings: sightingsOf([was]) }), noon);
    store.commit(aBatch({ sightings: [{ failure, was, incident: 1 }] }), noon);
    expect(store.totals(theDay)).toMatchObject({
      failures: 1,
      outcomes: { undecided: 0, 'saved-by-retry': 1 },
      byStatus: { 200: 1 },
    });
    expect(store.top('upstream', theDay, 5)).toEqual([{ key: 'pay', count: 1, alarming: 0 }]);
    expect(store.top('route', theDay, 5)).toEqual([{ key: '/cart', count: 1, alarming: 0 }]);
    expect(store.top('peer', theDay, 5)).toEqual([{ key: '10.0.0.8:8080', count: 1, alarming: 0 }]);
    expect([...store.failuresIn(theDay)]).toEqual([failure]);
  });

  it('moves the count of a failure that retention has removed meanwhile', () => {
    const store = openStore(':memory:');
    const was = aFailure({ outcome: 'undecided' });
    store.commit(aBatch({ sightings: sightingsOf([was]) }), noon);
    store.prune(noon, 0);
    expect([...store.failuresIn(theDay)]).toEqual([]);
    store.commit(aBatch({ sightings: [{ failure: aFailure(), was, incident: 1 }] }), noon);
    expect(store.totals(theDay).outcomes).toMatchObject({ undecided: 0, 'client-visible': 1 });
  });

  it('never counts below nothing, though the count itself is gone', () => {
    const store = openStore(':memory:');
    const was = aFailure({ outcome: 'undecided' });
    store.commit(aBatch({ sightings: [{ failure: aFailure(), was, incident: 1 }] }), noon);
    expect(store.totals(theDay).outcomes).toMatchObject({ undecided: 0, 'client-visible': 1 });
  });

  it('adds up traffic of several batches', () => {
    const store = openStore(':memory:');
    const traffic = { minute: noon, upstream: 'pay', requests: 40, good: 39 };
    store.commit(aBatch({ traffic: [traffic, { ...traffic, upstream: null }] }), noon);
    store.commit(aBatch({ traffic: [traffic] }), noon);
    expect(store.totals(theDay).requests).toBe(120);
    expect(store.totals(theDay, { upstream: 'pay' }).requests).toBe(80);
    expect(store.totals({ from: 0, to: noon }).requests).toBeNull();
  });

  it('counts made-up routes together once the day has a thousand of an upstream', () => {
    const store = openStore(':memory:');
    const failures = Array.from({ length: 1_200 }, (_, at) =>
      aFailure({ key: `${at}`, route: `/made-up/${at}` }),
    );
    store.commit(aBatch({ sightings: sightingsOf(failures) }), noon);
    const [first] = store.top('route', theDay, 5);
    expect(first).toEqual({ key: '(other)', count: 200, alarming: 200 });
    const last = failures.at(-1) ?? aFailure();
    store.commit(
      aBatch({ sightings: [{ failure: { ...last, outcome: 'background' }, was: last, incident: 1 }] }),
      noon,
    );
    expect(store.top('route', theDay, 1)).toEqual([{ key: '(other)', count: 200, alarming: 199 }]);
  });

  it('keeps what was done to the gateway, once, with the time of arrival where the record has none', () => {
    const store = openStore(':memory:');
    const reload = {
      type: 'change',
      kind: 'reload',
      words: 'nginx reload',
      gateway: 'nginx-error',
      place: { file: 'error.log', byte: 0, line: 1 },
      at: null,
      source: null,
      text: 'signal 1 (SIGHUP) received, reconfiguring',
    } as const;
    const deploy = { kind: 'deploy', words: 'deploy pay v42', at: noon - minuteMs, by: 'U024BE7LH' } as const;
    store.commit(aBatch({ changes: [reload, reload] }), noon);
    store.mark(deploy);
    expect(store.changes(theDay)).toEqual([
      deploy,
      { kind: 'reload', words: 'nginx reload', at: noon, by: null },
    ]);
  });
});

describe('after a stop', () => {
  it('hands back where it was', () => {
    const path = aPath();
    const store = openStore(path);
    const names = [['10.0.0.7:8080', 'pay']] as const;
    const pairing = { waiting: [], names, seen: { attempts: true, requests: false } };
    store.commit(aBatch({ bookmarks: [aBookmark(100)], pairing }), noon);
    store.commit(
      aBatch({ bookmarks: [aBookmark(400)], incidents: [anIncident({ id: 8, number: 3 })], pairing }),
      noon,
    );
    store.close();
    expect(openStore(path).restore()).toEqual({
      ...nothingRestored,
      bookmarks: [aBookmark(400)],
      incidents: [anIncident({ id: 8, number: 3 })],
      pairing,
      counters: { nextId: 9, nextNumber: 4 },
    });
  });

  it('hands back incidents that may still change, and forgets those long over', () => {
    const store = openStore(':memory:');
    const resolvedAt = (at: number) =>
      ({ name: 'resolved', openedAt: at - hourMs, resolvedAt: at, proof: 'quiet', recent: [] }) as const;
    const incidents = [
      anIncident({ id: 1, number: null, state: { name: 'watching', recent: [noon] } }),
      anIncident({ id: 2, number: 1 }),
      anIncident({ id: 3, number: 2, state: resolvedAt(noon - hourMs) }),
      anIncident({ id: 4, number: 3, state: resolvedAt(noon - 2 * dayMs) }),
    ];
    store.commit(aBatch({ incidents }), noon);
    expect(store.restore().incidents).toEqual(incidents.slice(0, 3));
  });

  it('gives no id twice, though a watched incident was forgotten before its failures', () => {
    const store = openStore(':memory:');
    store.commit(aBatch({ sightings: sightingsOf([aFailure()], 41) }), noon);
    expect(store.restore().counters).toEqual({ nextId: 42, nextNumber: 1 });
  });

  it('has all of a batch or nothing of it', () => {
    const store = openStore(':memory:');
    store.commit(aBatch({ bookmarks: [aBookmark(100)] }), noon);
    const broken = aBatch({
      bookmarks: [aBookmark(200)],
      sightings: sightingsOf([aFailure()]),
      traffic: [{ minute: noon, upstream: 'pay', requests: 1.5, good: 1 }],
    });
    expect(() => store.commit(broken, noon)).toThrow();
    expect(store.restore().bookmarks).toEqual([aBookmark(100)]);
    expect(store.totals(theDay).failures).toBe(0);
  });

  it('has the same in a copy of its files that was taken between two commits', () => {
    const path = aPath();
    const store = openStore(path);
    for (let part = 1; part <= 5; part++) {
      const failure = aFailure({ key: `error.log:${part}`, at: noon + part });
      store.commit(aBatch({ bookmarks: [aBookmark(part * 100)], sightings: sightingsOf([failure]) }), noon);
    }
    const copy = aPath();
    for (const end of ['', '-wal']) copyFileSync(`${path}${end}`, `${copy}${end}`);
    const revived = openStore(copy);
    expect(revived.restore().bookmarks).toEqual([aBookmark(500)]);
    expect(revived.totals(theDay).failures).toBe(5);
  });

  it('has nothing of a transaction whose process was killed', async () => {
    const path = aPath();
    const store = openStore(path);
    store.commit(aBatch({ bookmarks: [aBookmark(100)] }), noon);
    store.close();
    const child = spawn(process.execPath, ['--input-type=module', '-e', interruptedWriter, path]);
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const revived = openStore(path);
    expect(revived.restore().bookmarks).toEqual([aBookmark(100)]);
    revived.commit(aBatch({ bookmarks: [aBookmark(200)] }), noon);
    expect(revived.restore().bookmarks).toEqual([aBookmark(200)]);
  });

  it('counts every failure once when the reader starts again from its bookmark, wherever it was stopped', () => {
    const path = aPath();
    const failures = Array.from(
      { length: 60 },
      (_, at): Failure => aFailure({ key: `${at}`, at: noon + at }),
    );
    for (const stopAfter of [1, 3, 2, 5, 100]) {
      const store = openStore(path);
      let read = store.restore().bookmarks[0]?.position.offset ?? 0;
      for (let batches = 0; batches < stopAfter && read < failures.length; batches++) {
        const part = failures.slice(read, read + 4);
        read += part.length;
        const traffic = [{ minute: noon, upstream: 'pay', requests: part.length, good: 0 }];
        store.commit(aBatch({ bookmarks: [aBookmark(read)], sightings: sightingsOf(part), traffic }), noon);
      }
      store.close();
    }
    expect(openStore(path).totals(theDay)).toMatchObject({ failures: 60, requests: 60 });
  });
});

describe('an acknowledgement', () => {
  it('belongs to whoever was first', () => {
    const store = openStore(':memory:');
    store.saveIncident(anIncident());
    const first = store.acknowledge(1, 'U1', noon);
    expect(first?.acknowledged).toEqual({ by: 'U1', at: noon });
    expect(store.acknowledge(1, 'U2', noon + 5)).toEqual(first);
    expect(store.acknowledge(99, 'U1', noon)).toBeUndefined();
  });

  it('outlives a batch that was digested before anybody told the digest', () => {
    const store = openStore(':memory:');
    store.saveIncident(anIncident());
    store.acknowledge(1, 'U1', noon);
    store.commit(aBatch({ incidents: [anIncident({ lastFailureAt: noon + 9 })] }), noon);
    expect(store.incident(1)).toMatchObject({
      lastFailureAt: noon + 9,
      acknowledged: { by: 'U1', at: noon },
    });
  });

  it('ends when the incident reopens', () => {
    const store = openStore(':memory:');
    const state = { name: 'resolved', openedAt: noon, resolvedAt: noon, proof: 'quiet', recent: [] } as const;
    store.saveIncident(anIncident({ state, acknowledged: { by: 'U1', at: noon } }));
    store.saveIncident(anIncident());
    expect(store.incident(1)?.acknowledged).toBeNull();
  });
});

/** Writes a bookmark and failures, says so, and never commits. */
const interruptedWriter = `
  import Database from 'better-sqlite3';
  const database = new Database(process.argv[1]);
  database.exec('BEGIN IMMEDIATE');
  database.exec("UPDATE bookmark SET position = json_set(position, '$.offset', 999)");
  database.exec("INSERT INTO failure_hour VALUES (0, 'pay', 'unknown', 'undecided', 502, 1)");
  console.log('written');
  setInterval(() => {}, 1000);
`;
