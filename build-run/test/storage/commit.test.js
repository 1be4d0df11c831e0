import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dayMs, hourMs, minuteMs } from '../../src/base/duration.js';
import { emptyRestoredState } from '../../src/pipeline/pipeline.js';
import { openStore } from '../../src/storage/store.js';
import { makeFailure, makeIncident, noon } from '../support/failure-fixtures.js';
import {
  makeBatch,
  makeCheckpoint,
  makeDatabasePath,
  makeFailureUpdates,
} from '../support/store-fixtures.js';

const daySpan = { from: noon - dayMs / 2, to: noon + dayMs / 2 };
describe('a committed batch', () => {
  it('is read back unchanged', () => {
    const store = openStore(':memory:');
    const failure = makeFailure();
    const bareFailure = makeFailure({
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
      missingFields: [],
      evidence: [],
    });
    store.commit(
      makeBatch({ failures: makeFailureUpdates([failure, bareFailure]), incidents: [makeIncident()] }),
      noon,
    );
    expect([...store.allFailures(daySpan)]).toEqual([failure, bareFailure]);
    expect(store.incidentByNumber(1)).toEqual(makeIncident());
  });
  it('counts a failure once, however often it is reported', () => {
    const store = openStore(':memory:');
    const batch = makeBatch({
      failures: makeFailureUpdates([makeFailure(), makeFailure({ key: 'error.log:90' })]),
    });
    for (let time = 0; time < 3; time++) store.commit(batch, noon);
    expect(store.totals(daySpan).failures).toBe(2);
    expect(store.top('route', daySpan, 5)).toEqual([{ key: '/cart', count: 2, clientImpacting: 2 }]);
    expect([...store.allFailures(daySpan)]).toHaveLength(2);
  });
  it('moves the count when later lines change the failure', () => {
    const store = openStore(':memory:');
    const previous = makeFailure({
      outcome: 'undecided',
      status: null,
      upstream: '10.0.0.7:8080',
      route: null,
    });
    const failure = makeFailure({
      outcome: 'saved-by-retry',
      status: 200,
      at: noon - hourMs,
      peer: '10.0.0.8:8080',
    });
    store.commit(makeBatch({ failures: makeFailureUpdates([previous]) }), noon);
    store.commit(makeBatch({ failures: [{ failure, previous, incidentId: 1 }] }), noon);
    expect(store.totals(daySpan)).toMatchObject({
      failures: 1,
      outcomes: { undecided: 0, 'saved-by-retry': 1 },
      byStatus: { 200: 1 },
    });
    expect(store.top('upstream', daySpan, 5)).toEqual([{ key: 'pay', count: 1, clientImpacting: 0 }]);
    expect(store.top('route', daySpan, 5)).toEqual([{ key: '/cart', count: 1, clientImpacting: 0 }]);
    expect(store.top('peer', daySpan, 5)).toEqual([{ key: '10.0.0.8:8080', count: 1, clientImpacting: 0 }]);
    expect([...store.allFailures(daySpan)]).toEqual([failure]);
  });
  it('moves the count of a failure that retention has removed', () => {
    const store = openStore(':memory:');
    const previous = makeFailure({ outcome: 'undecided' });
    store.commit(makeBatch({ failures: makeFailureUpdates([previous]) }), noon);
    store.prune(noon, 0);
    expect([...store.allFailures(daySpan)]).toEqual([]);
    store.commit(makeBatch({ failures: [{ failure: makeFailure(), previous, incidentId: 1 }] }), noon);
    expect(store.totals(daySpan).outcomes).toMatchObject({ undecided: 0, 'client-visible': 1 });
  });
  it('never counts below zero, even when the counter has been removed', () => {
    const store = openStore(':memory:');
    const previous = makeFailure({ outcome: 'undecided' });
    store.commit(makeBatch({ failures: [{ failure: makeFailure(), previous, incidentId: 1 }] }), noon);
    expect(store.totals(daySpan).outcomes).toMatchObject({ undecided: 0, 'client-visible': 1 });
  });
  it('adds up traffic of several batches', () => {
    const store = openStore(':memory:');
    const traffic = { minute: noon, upstream: 'pay', requests: 40, successes: 39 };
    store.commit(makeBatch({ traffic: [traffic, { ...traffic, upstream: null }] }), noon);
    store.commit(makeBatch({ traffic: [traffic] }), noon);
    expect(store.totals(daySpan).requests).toBe(120);
    expect(store.totals(daySpan, { upstream: 'pay' }).requests).toBe(80);
    expect(store.totals({ from: 0, to: noon }).requests).toBeNull();
  });
  it('counts made-up routes together once an upstream has a thousand routes in a day', () => {
    const store = openStore(':memory:');
    const failures = Array.from({ length: 1_200 }, (_, index) =>
      makeFailure({ key: `${index}`, route: `/made-up/${index}` }),
    );
    store.commit(makeBatch({ failures: makeFailureUpdates(failures) }), noon);
    const [first] = store.top('route', daySpan, 5);
    expect(first).toEqual({ key: '(other)', count: 200, clientImpacting: 200 });
    const last = failures.at(-1) ?? makeFailure();
    store.commit(
      makeBatch({
        failures: [{ failure: { ...last, outcome: 'background' }, previous: last, incidentId: 1 }],
      }),
      noon,
    );
    expect(store.top('route', daySpan, 1)).toEqual([{ key: '(other)', count: 200, clientImpacting: 199 }]);
  });
  it('stores each gateway change once, at its time of arrival when the record has no time', () => {
    const store = openStore(':memory:');
    const reload = {
      type: 'change',
      kind: 'reload',
      message: 'nginx reload',
      gateway: 'nginx-error',
      location: { file: 'error.log', byte: 0, line: 1 },
      at: null,
      source: null,
      text: 'signal 1 (SIGHUP) received, reconfiguring',
    };
    const deploy = {
      kind: 'deploy',
      message: 'deploy pay v42',
      at: noon - minuteMs,
      by: 'U024BE7LH',
    };
    store.commit(makeBatch({ changes: [reload, reload] }), noon);
    store.saveChange(deploy);
    expect(store.changes(daySpan)).toEqual([
      deploy,
      { kind: 'reload', message: 'nginx reload', at: noon, by: null },
    ]);
  });
});
describe('a restart', () => {
  it('restores the checkpoints and the correlator state', () => {
    const path = makeDatabasePath();
    const store = openStore(path);
    const upstreamNames = [['10.0.0.7:8080', 'pay']];
    const correlatorState = { upstreamNames, seenLogs: { attempts: true, requests: false } };
    store.commit(makeBatch({ checkpoints: [makeCheckpoint(100)], correlatorState }), noon);
    store.commit(
      makeBatch({
        checkpoints: [makeCheckpoint(400)],
        incidents: [makeIncident({ id: 8, number: 3 })],
        correlatorState,
      }),
      noon,
    );
    store.close();
    expect(openStore(path).restore()).toEqual({
      ...emptyRestoredState,
      checkpoints: [makeCheckpoint(400)],
      incidents: [makeIncident({ id: 8, number: 3 })],
      correlatorState: correlatorState,
      counters: { nextId: 9, nextNumber: 4 },
    });
  });
  it('restores incidents that may still change, and no older ones', () => {
    const store = openStore(':memory:');
    const resolvedAt = (at) => ({
      type: 'resolved',
      openedAt: at - hourMs,
      resolvedAt: at,
      resolution: 'quiet',
      recentFailureTimes: [],
    });
    const incidents = [
      makeIncident({ id: 1, number: null, state: { type: 'pending', recentFailureTimes: [noon] } }),
      makeIncident({ id: 2, number: 1 }),
      makeIncident({ id: 3, number: 2, state: resolvedAt(noon - hourMs) }),
      makeIncident({ id: 4, number: 3, state: resolvedAt(noon - 2 * dayMs) }),
    ];
    store.commit(makeBatch({ incidents }), noon);
    expect(store.restore().incidents).toEqual(incidents.slice(0, 3));
  });
  it('never reuses the id of a pending incident that was pruned before its failures', () => {
    const store = openStore(':memory:');
    store.commit(makeBatch({ failures: makeFailureUpdates([makeFailure()], 41) }), noon);
    expect(store.restore().counters).toEqual({ nextId: 42, nextNumber: 1 });
  });
  it('finds all of a batch or nothing of it', () => {
    const store = openStore(':memory:');
    store.commit(makeBatch({ checkpoints: [makeCheckpoint(100)] }), noon);
    const broken = makeBatch({
      checkpoints: [makeCheckpoint(200)],
      failures: makeFailureUpdates([makeFailure()]),
      traffic: [{ minute: noon, upstream: 'pay', requests: 1.5, successes: 1 }],
    });
    expect(() => store.commit(broken, noon)).toThrow();
    expect(store.restore().checkpoints).toEqual([makeCheckpoint(100)]);
    expect(store.totals(daySpan).failures).toBe(0);
  });
  it('finds the same in a copy of the files taken between two commits', () => {
    const path = makeDatabasePath();
    const store = openStore(path);
    for (let part = 1; part <= 5; part++) {
      const failure = makeFailure({ key: `error.log:${part}`, at: noon + part });
      store.commit(
        makeBatch({ checkpoints: [makeCheckpoint(part * 100)], failures: makeFailureUpdates([failure]) }),
        noon,
      );
    }
    const copy = makeDatabasePath();
    for (const end of ['', '-wal']) copyFileSync(`${path}${end}`, `${copy}${end}`);
    const revived = openStore(copy);
    expect(revived.restore().checkpoints).toEqual([makeCheckpoint(500)]);
    expect(revived.totals(daySpan).failures).toBe(5);
  });
  it('finds nothing of a transaction whose process was killed', async () => {
    const path = makeDatabasePath();
    const store = openStore(path);
    store.commit(makeBatch({ checkpoints: [makeCheckpoint(100)] }), noon);
    store.close();
    const child = spawn(process.execPath, ['--input-type=module', '-e', interruptedWriter, path]);
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const revived = openStore(path);
    expect(revived.restore().checkpoints).toEqual([makeCheckpoint(100)]);
    revived.commit(makeBatch({ checkpoints: [makeCheckpoint(200)] }), noon);
    expect(revived.restore().checkpoints).toEqual([makeCheckpoint(200)]);
  });
  it('counts every failure once when the reader resumes from its checkpoint, wherever it was stopped', () => {
    const path = makeDatabasePath();
    const failures = Array.from({ length: 60 }, (_, index) =>
      makeFailure({ key: `${index}`, at: noon + index }),
    );
    for (const stopAfter of [1, 3, 2, 5, 100]) {
      const store = openStore(path);
      let read = store.restore().checkpoints[0]?.fileCheckpoint.offset ?? 0;
      for (let batches = 0; batches < stopAfter && read < failures.length; batches++) {
        const part = failures.slice(read, read + 4);
        read += part.length;
        const traffic = [{ minute: noon, upstream: 'pay', requests: part.length, successes: 0 }];
        store.commit(
          makeBatch({ checkpoints: [makeCheckpoint(read)], failures: makeFailureUpdates(part), traffic }),
          noon,
        );
      }
      store.close();
    }
    expect(openStore(path).totals(daySpan)).toMatchObject({ failures: 60, requests: 60 });
  });
});
describe('an acknowledgement', () => {
  it('belongs to the first user', () => {
    const store = openStore(':memory:');
    store.saveIncident(makeIncident());
    const first = store.acknowledge(1, 'U1', noon);
    expect(first?.acknowledgement).toEqual({ by: 'U1', at: noon });
    expect(store.acknowledge(1, 'U2', noon + 5)).toEqual(first);
    expect(store.acknowledge(99, 'U1', noon)).toBeUndefined();
  });
  it('survives a batch from a pipeline that does not know of it', () => {
    const store = openStore(':memory:');
    store.saveIncident(makeIncident());
    store.acknowledge(1, 'U1', noon);
    store.commit(makeBatch({ incidents: [makeIncident({ lastFailureAt: noon + 9 })] }), noon);
    expect(store.incidentByNumber(1)).toMatchObject({
      lastFailureAt: noon + 9,
      acknowledgement: { by: 'U1', at: noon },
    });
  });
  it('ends when the incident reopens', () => {
    const store = openStore(':memory:');
    const state = {
      type: 'resolved',
      openedAt: noon,
      resolvedAt: noon,
      resolution: 'quiet',
      recentFailureTimes: [],
    };
    store.saveIncident(makeIncident({ state, acknowledgement: { by: 'U1', at: noon } }));
    store.saveIncident(makeIncident());
    expect(store.incidentByNumber(1)?.acknowledgement).toBeNull();
  });
});
/** Writes a checkpoint and failures, prints a line, and never commits. */
const interruptedWriter = `
  import Database from 'better-sqlite3';
  const database = new Database(process.argv[1]);
  database.exec('BEGIN IMMEDIATE');
  database.exec("UPDATE checkpoint SET file_checkpoint = json_set(file_checkpoint, '$.offset', 999)");
  database.exec("INSERT INTO failure_hour VALUES (0, 'pay', 'unknown', 'undecided', 502, 1)");
  console.log('written');
  setInterval(() => {}, 1000);
`;
