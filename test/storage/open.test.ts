import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { mark } from '../../src/cli/mark.js';
import { walWatch } from '../../src/cli/run/warn-once.js';
import { connect } from '../../src/storage/connection.js';
import { holdAlone } from '../../src/storage/lock.js';
import { failureDay } from '../../src/storage/migrations/12-failure-day.js';
import { migrate, migrations } from '../../src/storage/migrations/index.js';
import { StoreError } from '../../src/storage/storage-error.js';
import { openLedger, openStore } from '../../src/storage/store.js';
import {
  aBatch,
  aFailure,
  anIncident,
  aPath,
  dayMs,
  hourMs,
  noon,
  sightingsOf,
} from '../support/store-fixtures.js';

const everything = { from: 0, to: noon + dayMs };

describe('a database', () => {
  it('is made for its user alone', () => {
    const path = aPath();
    const store = openStore(path);
    store.saveIncident(anIncident());
    for (const end of ['', '-wal', '-shm']) expect(statSync(`${path}${end}`).mode & 0o777).toBe(0o600);
  });

  it('that everybody may read is closed to them', () => {
    const path = aPath();
    writeFileSync(path, '');
    chmodSync(path, 0o644);
    openStore(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('is marked as ours, is written ahead, gives space back, and holds its columns to their types', () => {
    const path = aPath();
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

  it('can be asked while it is being written', () => {
    const path = aPath();
    const store = openStore(path);
    const ledger = openLedger(path);
    store.commit(aBatch({ sightings: sightingsOf([aFailure()]) }), noon);
    expect(ledger.totals(everything).failures).toBe(1);
    store.commit(aBatch({ sightings: sightingsOf([aFailure({ key: 'error.log:9' })]) }), noon);
    expect(ledger.totals(everything).failures).toBe(2);
  });
});

describe('the write-ahead log', () => {
  const written = () => {
    const path = aPath();
    const store = openStore(path);
    store.commit(aBatch({ sightings: sightingsOf([aFailure()]) }), noon);
    return { path, store };
  };

  it('is emptied when nothing was stored for a while, not before', () => {
    const { store } = written();
    expect(store.rest()).toBeGreaterThan(0);
    expect(store.rest()).toBe(0);
    store.commit(aBatch({ sightings: sightingsOf([aFailure({ key: 'error.log:9' })]) }), noon);
    expect(store.rest()).toBeGreaterThan(0);
    store.close();
  });

  it('makes nobody wait for a program that reads without end, also at the stop', () => {
    const { path, store } = written();
    const other = new Database(path, { readonly: true });
    other.exec('BEGIN; SELECT count(*) FROM failure');
    store.commit(aBatch({ sightings: sightingsOf([aFailure({ key: 'error.log:9' })]) }), noon);
    store.rest();
    const before = performance.now();
    expect(store.rest()).toBeGreaterThan(0);
    store.close();
    expect(performance.now() - before).toBeLessThan(4_000);
    other.close();
  });

  it('is told once when it grows without end, and once when it is small again', () => {
    const said: string[] = [];
    const say = (line: string) => void said.push(line.split(' ')[1] ?? '');
    const has = walWatch('badgateway.db', { info: say, warn: say });
    for (const bytes of [0, 3e8, 4e8, 0, 0]) has(bytes);
    expect(said).toEqual(['has', 'is']);
  });
});

describe('the schema', () => {
  it('is brought up to date from every version there was, with what is in it', () => {
    for (let version = 0; version < migrations.length; version++) {
      const path = aPath();
      const old = connect(path, 'write');
      migrate(old, migrations.slice(0, version));
      if (version > 0)
        old.exec(`INSERT INTO change (at, kind, words, by) VALUES (${noon}, 'deploy', 'v42', 'U1');
          INSERT INTO failure_hour (bucket, upstream, cause, outcome, status, count)
            VALUES (${noon - dayMs}, 'pay', 'read-timeout', 'client-visible', 504, 7);`);
      // From then on each failure is counted by day as it comes.
      if (version > migrations.indexOf(failureDay))
        old.exec(`INSERT INTO failure_day (bucket, upstream, cause, outcome, status, count)
          SELECT bucket / ${dayMs} * ${dayMs}, upstream, cause, outcome, status, count FROM failure_hour;`);
      old.close();
      const told: string[] = [];
      const store = openStore(path, noon, (words) => told.push(words));
      expect(told).toEqual(
        version === 0 ? [] : [expect.stringContaining(`from schema ${version} to ${migrations.length}`)],
      );
      expect(store.changes(everything)).toHaveLength(version > 0 ? 1 : 0);
      const days = { from: noon - 1.5 * dayMs, to: noon + 12 * hourMs };
      expect(store.totals(days).failures).toBe(version > 0 ? 7 : 0);
      expect(store.top('cause', days, 1)).toHaveLength(version > 0 ? 1 : 0);
      store.decide(
        [],
        [{ what: { name: 'report', day: '2026-03-09' }, message: { text: '', blocks: [] } }],
        noon,
      );
      expect(store.reportTold('2026-03-09')).toBe(true);
    }
  });

  it('keeps letters that wait when it learns of another kind of them', () => {
    const path = aPath();
    const old = connect(path, 'write');
    migrate(old, migrations.slice(0, 9));
    old.run(`INSERT INTO letter (kind, day, message, state, not_before, written_at)
      VALUES ('report', '2026-03-09', '{"text":"a report","blocks":[]}', 'ready', ${noon}, ${noon})`);
    old.close();
    const store = openStore(path);
    expect(store.nextLetter(noon)).toMatchObject({
      what: { name: 'report', day: '2026-03-09' },
      message: { text: 'a report' },
    });
    store.saveTurn(
      { name: 'began', ailment: { what: { name: 'behind' }, since: noon, endedAt: null } },
      { text: 'behind', blocks: [] },
      noon,
    );
    store.markSent(1, '1763800000.000100');
    expect(store.nextLetter(noon)?.what).toEqual({ name: 'health', ailment: 1 });
  });

  it('stays as it was when a migration breaks half-way', () => {
    const path = aPath();
    const sql = connect(path, 'write');
    expect(() => migrate(sql, [...migrations, 'CREATE TABLE half (id INTEGER); nonsense'])).toThrow();
    sql.close();
    openStore(path).close();
  });
});

describe('what cannot be opened says why and what to do', () => {
  it.each([
    [
      'a folder that is missing',
      () => join(dirname(aPath()), 'missing', 'badgateway.db'),
      /ENOENT.*make its folder/,
    ],
    ['a folder instead of a file', () => dirname(aPath()), /EISDIR.*set DATABASE/],
    [
      'a text file',
      () => fileWith('2026/03/10 12:00:00 [error]\n'.repeat(99)),
      /SQLITE_NOTADB.*set DATABASE/,
    ],
    ['the database of another program', () => foreign('PRAGMA application_id = 7'), /another program.*id 7/],
    ['a database without a mark', () => foreign('CREATE TABLE book (title TEXT)'), /another program/],
    ['one that a newer program wrote', newer, /newer badgateway.*update this one/],
  ])('%s', (_, path, message) => {
    const at = path();
    expect(() => openStore(at)).toThrow(StoreError);
    expect(() => openStore(at)).toThrow(message);
    expect(() => openStore(at)).toThrow(at);
  });

  it.skipIf(process.getuid?.() === 0)('a folder that may not be written', () => {
    const path = join(dirname(aPath()), 'locked', 'badgateway.db');
    mkdirSync(dirname(path), { mode: 0o555 });
    expect(() => openStore(path)).toThrow(/EACCES.*let this user write/);
  });

  it.skipIf(!existsSync('/proc/self'))('a file system that may not be written', () => {
    expect(() => openStore('/proc/self/badgateway.db')).toThrow(StoreError);
  });

  it('a foreign file, which stays as it was', () => {
    const path = foreign('CREATE TABLE book (title TEXT)');
    chmodSync(path, 0o644);
    const before = readFileSync(path);
    expect(() => openStore(path)).toThrow(StoreError);
    expect(readFileSync(path)).toEqual(before);
    expect(statSync(path).mode & 0o777).toBe(0o644);
  });

  it('questions to a database that is not there, or from before', () => {
    const path = aPath();
    expect(() => openLedger(path)).toThrow(/SQLITE_CANTOPEN/);
    const old = connect(path, 'write');
    migrate(old, migrations.slice(0, 1));
    old.close();
    expect(() => openLedger(path)).toThrow(
      new RegExp(`schema is 1 and should be ${migrations.length}.*badgateway run`),
    );
  });

  it('a full disk, after which the same write succeeds', () => {
    const path = aPath();
    const store = openStore(path);
    const failures = Array.from({ length: 400 }, (_, at) =>
      aFailure({ key: `${at}`, words: 'x'.repeat(2_000) }),
    );
    const batch = aBatch({ sightings: sightingsOf(failures) });
    const sql = connect(path, 'write');
    sql.exec('PRAGMA max_page_count = 1');
    const refused = caught(() =>
      sql.transaction(() =>
        sql.run('INSERT INTO trouble (file, why) VALUES (?, ?)', ['a', 'x'.repeat(999_999)]),
      ),
    );
    expect(refused).toBeInstanceOf(StoreError);
    expect(refused).toMatchObject({
      retryable: true,
      message: expect.stringMatching(/SQLITE_FULL.*free some space/),
    });
    sql.close();
    store.commit(batch, noon);
    expect(store.totals(everything).failures).toBe(400);
  });
});

describe('a running program', () => {
  it('has the database to itself, and leaves it to the next when it stops', () => {
    const path = aPath();
    const release = holdAlone(path, 0);
    expect(() => holdAlone(path, 0)).toThrow(/another badgateway.*stop that one/);
    release();
    holdAlone(path, 0)();
  });

  it('is not disturbed by a mark from the command line', () => {
    const path = aPath();
    const release = holdAlone(path, 0);
    const store = openStore(path);
    const deploy = { kind: 'deploy', words: 'deploy pay v42', at: noon, by: 'ops' } as const;
    const beside = openStore(path);
    beside.mark(deploy);
    beside.close();
    expect(store.changes(everything)).toEqual([deploy]);
    store.commit(aBatch({ sightings: sightingsOf([aFailure()]) }), noon);
    expect(store.totals(everything).failures).toBe(1);
    release();
  });

  it('is told by a mark, as by itself, that an old database takes its time', async () => {
    const path = aPath();
    const old = connect(path, 'write');
    migrate(old, migrations.slice(0, 10));
    old.close();
    const complaints: string[] = [];
    const look = { width: 100, colour: false };
    await mark(
      'deploy pay v42',
      { database: path },
      { print: () => {}, complain: (text) => complaints.push(text), look },
    );
    expect(complaints).toEqual([expect.stringContaining('up to date, from schema 10')]);
  });

  it('in memory has nobody beside it', () => {
    for (const release of [holdAlone(':memory:', 0), holdAlone(':memory:', 0)]) release();
    for (const store of [openStore(':memory:'), openStore(':memory:')]) store.close();
    expect(existsSync(':memory:.lock')).toBe(false);
  });
});

function fileWith(text: string): string {
  const path = aPath();
  writeFileSync(path, text);
  return path;
}

function foreign(schema: string): string {
  const path = aPath();
  new Database(path).exec(`${schema}; CREATE TABLE IF NOT EXISTS other (id INTEGER)`).close();
  return path;
}

function newer(): string {
  const path = aPath();
  openStore(path).close();
  const database = new Database(path);
  database.pragma(`user_version = ${migrations.length + 1}`);
  database.close();
  return path;
}

function caught(work: () => unknown): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
}
