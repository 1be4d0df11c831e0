import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { dayMs, hourMs, minuteMs } from '../../src/base/duration.js';
import { recordMark } from '../../src/cli/mark.js';
import { createWalMonitor } from '../../src/cli/run/warn-once.js';
import { openConnection } from '../../src/storage/connection.js';
import { acquireLock } from '../../src/storage/lock.js';
import { migrate, migrations } from '../../src/storage/migrations.js';
import { StorageError } from '../../src/storage/storage-error.js';
import { openStore, openStoreReader } from '../../src/storage/store.js';
import { makeFailure, makeIncident, noon } from '../support/failure-fixtures.js';
import { makeBatch, makeDatabasePath, makeFailureUpdates } from '../support/store-fixtures.js';

const allTime = { from: 0, to: noon + dayMs };
describe('a database', () => {
  it('is created for its user alone', () => {
    const path = makeDatabasePath();
    const store = openStore(path);
    store.saveIncident(makeIncident());
    for (const end of ['', '-wal', '-shm']) expect(statSync(`${path}${end}`).mode & 0o777).toBe(0o600);
  });
  it('that everybody may read is made private', () => {
    const path = makeDatabasePath();
    writeFileSync(path, '');
    chmodSync(path, 0o644);
    openStore(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });
  it('has our application id, a write-ahead log, incremental vacuum and strict tables', () => {
    const path = makeDatabasePath();
    openStore(path).close();
    const database = new Database(path, { readonly: true });
    const settings = ['journal_mode', 'auto_vacuum', 'application_id', 'user_version'].map((name) =>
      database.pragma(name, { simple: true }),
    );
    expect(settings).toEqual(['wal', 2, 0x62673530, migrations.length]);
    const strict =
      database.prepare(`SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND NOT strict
      AND name NOT LIKE 'sqlite_%'`);
    expect(strict.pluck().get()).toBe(0);
  });
  it('can be read while it is being written', () => {
    const path = makeDatabasePath();
    const store = openStore(path);
    const repository = openStoreReader(path);
    store.commit(makeBatch({ failures: makeFailureUpdates([makeFailure()]) }), noon);
    expect(repository.totals(allTime).failures).toBe(1);
    store.commit(makeBatch({ failures: makeFailureUpdates([makeFailure({ key: 'error.log:9' })]) }), noon);
    expect(repository.totals(allTime).failures).toBe(2);
  });
});
describe('the write-ahead log', () => {
  const written = () => {
    const path = makeDatabasePath();
    const store = openStore(path);
    store.commit(makeBatch({ failures: makeFailureUpdates([makeFailure()]) }), noon);
    return { path, store };
  };
  it('is emptied after a pause in writing, not before', () => {
    const { store } = written();
    expect(store.checkpointWal()).toBeGreaterThan(0);
    expect(store.checkpointWal()).toBe(0);
    store.commit(makeBatch({ failures: makeFailureUpdates([makeFailure({ key: 'error.log:9' })]) }), noon);
    expect(store.checkpointWal()).toBeGreaterThan(0);
    store.close();
  });
  it('does not wait for a program with an open read transaction, not even on close', () => {
    const { path, store } = written();
    const reader = new Database(path, { readonly: true });
    reader.exec('BEGIN; SELECT count(*) FROM failure');
    store.commit(makeBatch({ failures: makeFailureUpdates([makeFailure({ key: 'error.log:9' })]) }), noon);
    store.checkpointWal();
    const before = performance.now();
    expect(store.checkpointWal()).toBeGreaterThan(0);
    store.close();
    expect(performance.now() - before).toBeLessThan(4_000);
    reader.close();
  });
  it('is reported once when it has grown large, and once when it is small again', () => {
    const logLines = [];
    const say = (line) => void logLines.push(line.split(' ')[1] ?? '');
    const has = createWalMonitor('badgateway.db', { info: say, warn: say });
    for (const bytes of [0, 3e8, 4e8, 0, 0]) has(bytes);
    expect(logLines).toEqual(['has', 'is']);
  });
});
describe('the schema', () => {
  it('is migrated from every released version, with its data', () => {
    const current = migrations.length + 1;
    addMigration();
    for (let version = 0; version < current; version++) {
      const path = makeDatabasePath();
      const old = openConnection(path, 'write');
      migrate(old, migrations.slice(0, version));
      if (version > 0)
        old.exec(`INSERT INTO gateway_change (at, kind, message, by) VALUES (${noon}, 'deploy', 'v42', 'U1');
          INSERT INTO failure_hour (bucket, upstream, cause, outcome, status, count)
            VALUES (${noon - dayMs}, 'pay', 'read-timeout', 'client-visible', 504, 7);
          INSERT INTO failure_day (bucket, upstream, cause, outcome, status, count)
            SELECT bucket / ${dayMs} * ${dayMs}, upstream, cause, outcome, status, count FROM failure_hour;
          INSERT INTO outbox (type, report_day, content, state, not_before_at, created_at)
            VALUES ('report', '2026-03-08', '{"text":"a report","blocks":[]}', 'ready', ${noon}, ${noon});`);
      // Version 1 counted requests without their status.
      if (version === 1)
        old.exec(`INSERT INTO request_dimension_minute (dimension, bucket, host, value, upstream, requests, successes)
          VALUES ('route', ${noon}, 'shop.example', '/cart', 'pay', 10, 9)`);
      old.close();
      const messages = [];
      const store = openStore(path, noon, (text) => messages.push(text));
      expect(messages).toEqual(
        version === 0 ? [] : [expect.stringContaining(`from schema ${version} to ${current}`)],
      );
      expect(store.changes(allTime)).toHaveLength(version > 0 ? 1 : 0);
      const days = { from: noon - 1.5 * dayMs, to: noon + 12 * hourMs };
      expect(store.totals(days).failures).toBe(version > 0 ? 7 : 0);
      expect(store.top('cause', days, 1)).toHaveLength(version > 0 ? 1 : 0);
      expect(store.requestCount(days, { routes: ['/cart'] })?.requests).toBe(version === 1 ? 10 : null);
      expect(store.answers(days, 'status')).toMatchObject({
        countedSince: version === 1 ? noon + minuteMs : null,
        counts: [],
      });
      if (version > 0)
        expect(store.nextMessage(noon)).toMatchObject({
          kind: { type: 'report', day: '2026-03-08' },
          content: { text: 'a report' },
        });
      store.saveDecisions(
        [],
        [{ kind: { type: 'report', day: '2026-03-09' }, content: { text: '', blocks: [] } }],
        noon,
      );
      expect(store.isReportWritten('2026-03-09')).toBe(true);
    }
  });
  it('of version 1 has refused messages of incidents tried again: the newest of each, if it is of the last day', () => {
    const path = makeDatabasePath();
    const old = openConnection(path, 'write');
    migrate(old, migrations.slice(0, 1));
    const rows = [
      [1, 1, 'failed', noon],
      [1, 2, 'failed', noon],
      [2, 3, 'failed', noon],
      [2, 4, 'sent', noon],
      [3, 5, 'failed', noon - 2 * dayMs],
    ];
    for (const [incident, sequence, state, at] of rows)
      old.run(
        `INSERT INTO outbox (type, incident_id, sequence, reason, content, state, not_before_at, created_at)
         VALUES ('incident', ?, ?, 'opened', '{"text":"fails","blocks":[]}', ?, ?, ?)`,
        [incident, sequence, state, at, at],
      );
    old.close();
    const store = openStore(path, noon);
    expect(store.nextMessage(noon)?.kind).toMatchObject({ incidentId: 1, sequence: 2 });
    store.saveIncident(makeIncident({ id: 1, number: 1 }));
    store.markSent(2, '1763800000.000100');
    expect(store.nextMessage(noon)).toBeUndefined();
  });
  it('stays unchanged when a migration fails half-way', () => {
    const path = makeDatabasePath();
    openStore(path).close();
    const db = openConnection(path, 'write');
    expect(() => migrate(db, [...migrations, 'CREATE TABLE half (id INTEGER); nonsense'])).toThrow();
    expect(db.get('PRAGMA user_version')).toEqual({ user_version: migrations.length });
    expect(db.get(`SELECT 1 FROM sqlite_schema WHERE name = 'half'`)).toBeUndefined();
    db.close();
    openStore(path).close();
  });
});
describe('a database that cannot be opened names the reason and what to do', () => {
  it.each([
    [
      'a missing folder',
      () => join(dirname(makeDatabasePath()), 'missing', 'badgateway.db'),
      /ENOENT.*create its folder/,
    ],
    ['a folder instead of a file', () => dirname(makeDatabasePath()), /EISDIR.*set DATABASE/],
    [
      'a text file',
      () => makeFile('2026/03/10 12:00:00 [error]\n'.repeat(99)),
      /SQLITE_NOTADB.*set DATABASE/,
    ],
    [
      'a database of another program',
      () => makeForeignDatabase('PRAGMA application_id = 7'),
      /another program.*id 7/,
    ],
    [
      'a database without an application id',
      () => makeForeignDatabase('CREATE TABLE book (title TEXT)'),
      /another program/,
    ],
    ['a newer schema', makeNewerDatabase, /newer badgateway.*update this one/],
    [
      'a schema from before the first release',
      () => makeForeignDatabase('PRAGMA application_id = 0x62673530; CREATE TABLE pairing (state TEXT)'),
      /before the first release.*delete the file/,
    ],
  ])('%s', (_, path, message) => {
    const at = path();
    expect(() => openStore(at)).toThrow(StorageError);
    expect(() => openStore(at)).toThrow(message);
    expect(() => openStore(at)).toThrow(at);
  });
  it.skipIf(process.getuid?.() === 0)('a read-only folder', () => {
    const path = join(dirname(makeDatabasePath()), 'locked', 'badgateway.db');
    mkdirSync(dirname(path), { mode: 0o555 });
    expect(() => openStore(path)).toThrow(/EACCES.*let this user write/);
  });
  it.skipIf(!existsSync('/proc/self'))('a read-only file system', () => {
    expect(() => openStore('/proc/self/badgateway.db')).toThrow(StorageError);
  });
  it('a foreign file, which stays unchanged', () => {
    const path = makeForeignDatabase('CREATE TABLE book (title TEXT)');
    chmodSync(path, 0o644);
    const before = readFileSync(path);
    expect(() => openStore(path)).toThrow(StorageError);
    expect(readFileSync(path)).toEqual(before);
    expect(statSync(path).mode & 0o777).toBe(0o644);
  });
  it('a reader of a missing database, or of an older schema', () => {
    const path = makeDatabasePath();
    expect(() => openStoreReader(path)).toThrow(/SQLITE_CANTOPEN/);
    openStore(path).close();
    const old = migrations.length;
    addMigration();
    expect(() => openStoreReader(path)).toThrow(
      new RegExp(`schema is ${old} and should be ${migrations.length}.*badgateway run`),
    );
  });
  it('a full disk: the same write succeeds later', () => {
    const path = makeDatabasePath();
    const store = openStore(path);
    const failures = Array.from({ length: 400 }, (_, index) =>
      makeFailure({ key: `${index}`, message: 'x'.repeat(2_000) }),
    );
    const batch = makeBatch({ failures: makeFailureUpdates(failures) });
    const db = openConnection(path, 'write');
    db.exec('PRAGMA max_page_count = 1');
    const refused = catchError(() =>
      db.transaction(() =>
        db.run('INSERT INTO file_problem (path, why) VALUES (?, ?)', ['a', 'x'.repeat(999_999)]),
      ),
    );
    expect(refused).toBeInstanceOf(StorageError);
    expect(refused).toMatchObject({
      retryable: true,
      message: expect.stringMatching(/SQLITE_FULL.*free some space/),
    });
    db.close();
    store.commit(batch, noon);
    expect(store.totals(allTime).failures).toBe(400);
  });
});
describe('a running program', () => {
  it('holds the lock until it stops', () => {
    const path = makeDatabasePath();
    const lock = acquireLock(path, 0);
    expect(() => acquireLock(path, 0)).toThrow(/another badgateway.*stop that one/);
    lock.release();
    acquireLock(path, 0).release();
  });
  it('can commit while `mark` writes from the command line', () => {
    const path = makeDatabasePath();
    const lock = acquireLock(path, 0);
    const store = openStore(path);
    const deploy = { kind: 'deploy', message: 'deploy pay v42', at: noon, by: 'ops' };
    const beside = openStore(path);
    beside.saveChange(deploy);
    beside.close();
    expect(store.changes(allTime)).toEqual([deploy]);
    store.commit(makeBatch({ failures: makeFailureUpdates([makeFailure()]) }), noon);
    expect(store.totals(allTime).failures).toBe(1);
    lock.release();
  });
  it('announces a slow migration, as does `mark`', async () => {
    const path = makeDatabasePath();
    openStore(path).close();
    const old = migrations.length;
    addMigration();
    const errors = [];
    const display = { width: 100, colour: false };
    await recordMark(
      'deploy pay v42',
      { database: path },
      { print: () => {}, printError: (text) => errors.push(text), display },
    );
    expect(errors).toEqual([expect.stringContaining(`up to date, from schema ${old}`)]);
  });
  it('holds the lock of the file, whatever link leads to it', () => {
    const path = makeDatabasePath();
    openStore(path).close();
    const link = `${path}-link`;
    symlinkSync(path, link);
    const lock = acquireLock(path, 0);
    expect(() => acquireLock(link, 0)).toThrow(/another badgateway/);
    expect(existsSync(`${link}.lock`)).toBe(false);
    lock.release();
  });
  it('refuses a database with a second name', () => {
    const path = makeDatabasePath();
    openStore(path).close();
    linkSync(path, `${path}-too`);
    expect(() => acquireLock(`${path}-too`, 0)).toThrow(/2 names/);
  });
  it('notices that its lock was removed or replaced', () => {
    const path = makeDatabasePath();
    const lock = acquireLock(path, 0);
    lock.assertHeld();
    rmSync(`${path}.lock`);
    expect(() => lock.assertHeld()).toThrow(/removed or replaced/);
    const other = acquireLock(path, 0);
    expect(() => lock.assertHeld()).toThrow(/removed or replaced/);
    other.release();
    lock.release();
  });
  it('leaves a device, a pipe and a directory as they are', () => {
    const folder = dirname(makeDatabasePath());
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', ['-m', '666', pipe]);
    for (const path of ['/dev/null', pipe, folder]) {
      const { mode } = statSync(path);
      expect(() => openStore(path)).toThrow(/not a regular file/);
      expect(() => acquireLock(path, 0)).toThrow(/not a regular file/);
      expect(statSync(path).mode).toBe(mode);
      expect(existsSync(`${path}.lock`)).toBe(false);
    }
  });
  it('needs no lock for a database in memory', () => {
    for (const lock of [acquireLock(':memory:', 0), acquireLock(':memory:', 0)]) lock.release();
    for (const store of [openStore(':memory:'), openStore(':memory:')]) store.close();
    expect(existsSync(':memory:.lock')).toBe(false);
  });
});
function makeFile(text) {
  const path = makeDatabasePath();
  writeFileSync(path, text);
  return path;
}
function makeForeignDatabase(schema) {
  const path = makeDatabasePath();
  new Database(path).exec(`${schema}; CREATE TABLE IF NOT EXISTS other (id INTEGER)`).close();
  return path;
}
/** Adds a version to the schema, as the next release may, until the test ends. */
function addMigration() {
  const list = migrations;
  list.push('ALTER TABLE incident ADD COLUMN added_later TEXT');
  onTestFinished(() => void list.pop());
}
function makeNewerDatabase() {
  const path = makeDatabasePath();
  openStore(path).close();
  const database = new Database(path);
  database.pragma(`user_version = ${migrations.length + 1}`);
  database.close();
  return path;
}
function catchError(work) {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
}
