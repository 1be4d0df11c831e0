import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { getGenerationKey } from '../../src/pipeline/checkpoint.js';
import { getLiveName, groupRotatedNames } from '../../src/tail/rotated-names.js';
import { createTailer } from '../../src/tail/tailer.js';

describe('rotated files of a log, oldest first', () => {
  it.each([
    [
      'access.log',
      ['access.log', 'access.log.1', 'access.log.10.gz', 'access.log.2.gz'],
      ['access.log.10.gz', 'access.log.2.gz', 'access.log.1'],
    ],
    [
      'access.log',
      ['access.log-20260802', 'access.log-20260801.gz', 'access.log-20260801-101500.tmp'],
      ['access.log-20260801.gz', 'access.log-20260802'],
    ],
    [
      'access.log',
      ['access-20260801.log.gz', 'access.1.log', 'access-api.log', 'access-1.log'],
      ['access-20260801.log.gz', 'access.1.log'],
    ],
    [
      '0.log',
      ['0.log.20260801-101500.gz', '0.log.20260801-091500.gz', '1.log', '0.log.20260801-111500'],
      ['0.log.20260801-091500.gz', '0.log.20260801-101500.gz', '0.log.20260801-111500'],
    ],
    [
      'a.log',
      ['a.log.1', 'a.log.1.gz', 'a.log.2.gz', 'a.log~', '.a.log.swp', 'a.log.gz'],
      ['a.log.2.gz', 'a.log.1'],
    ],
    [
      'access.log',
      ['access.log-20260802-1785628800', 'access.log-20260801-1785542400.gz', 'access-8080-20260801.log'],
      ['access.log-20260801-1785542400.gz', 'access.log-20260802-1785628800'],
    ],
    ['access-8080.log', ['access-8080-20260801.log', 'access-20260801.log'], ['access-8080-20260801.log']],
    [
      'access.log',
      ['2026-08-02_access.log', '2026-08-01_access.log', '10.0.2.14-access.log', '192.0.2.1-access.log'],
      ['2026-08-01_access.log', '2026-08-02_access.log'],
    ],
    [
      'current',
      ['@400000006a000002deadbeef.s', '@400000006a000001deadbeef.s', 'lock', 'state'],
      ['@400000006a000001deadbeef.s', '@400000006a000002deadbeef.s'],
    ],
  ])('of %s among %j', (live, names, expected) => {
    expect(groupRotatedNames(names).get(live)?.names).toEqual(expected);
  });
});
describe('whatever the date format', () => {
  it.each([
    'access.log-20260801-1785542400',
    'access.log-2026-08-01-10',
    'access.log-2026-08-01_10-11-12',
    'access.log.2026-08-01.1785542400',
    'access.log-2026-08-01T10:11:12',
    'access.log-2026-08-01T10:11:12+0200',
    'access.log-202608',
    'access.log.2026-W31',
    'access-2026W31.log.gz',
    'access.log.@400000006a000001deadbeef',
    'access.log-01-08-2026',
    'access.log.01Aug2026',
    'access-01.08.2026.log',
    'access.log.1785542400123',
    'access.log.old',
    'access.log-older.gz',
    'access.log.2026-08-01.1',
  ])('%s is a rotated access.log', (name) => {
    expect(getLiveName(name)).toBe('access.log');
  });
  it.each([
    'access.log',
    'access-api.log',
    'access-backup.log',
    'access-8080.log',
    'access-2026.log',
    'access-10-12-26-30.log',
    'access.log.swp',
    'access.log.gz',
    'access_v2.log',
    'shop-1234567.log',
  ])('%s is a log of its own', (name) => {
    expect(getLiveName(name)).toBeNull();
  });
});
describe('following globs', () => {
  let directory;
  let tailer = null;
  let read = [];
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'tail-'));
    read = [];
  });
  afterEach(async () => {
    await tailer?.close();
    tailer = null;
    rmSync(directory, { recursive: true, force: true });
  });
  const pathTo = (name) => join(directory, name);
  const follow = (glob, from = 'beginning') => {
    tailer = createTailer({ globs: [pathTo(glob)], checkpoints: [], from });
  };
  const poll = async () => {
    read = [];
    const pollResult = await tailer?.poll(({ lines }) => {
      read.push(...lines.map(({ text }) => text));
    }, Date.now());
    return { read, problems: pollResult?.problems ?? [], files: pollResult?.files };
  };
  it('reports a missing file and reads it from its beginning once it appears', async () => {
    follow('a.log', 'end');
    expect(await poll()).toEqual({
      read: [],
      files: 0,
      problems: [{ path: pathTo('a.log'), why: 'ENOENT' }],
    });
    writeFileSync(pathTo('a.log'), 'one\n');
    expect(await poll()).toEqual({ read: ['one'], files: 1, problems: [] });
  });
  it('finds files in directories that appear later', async () => {
    follow('pods/*/[0-9].log');
    expect(await poll()).toEqual({ read: [], files: 0, problems: [] });
    mkdirSync(pathTo('pods/web'), { recursive: true });
    writeFileSync(pathTo('pods/web/0.log'), 'one\n');
    expect(await poll()).toMatchObject({ read: ['one'] });
  });
  it('begins at the end of existing files and skips their rotated files', async () => {
    writeFileSync(pathTo('a.log'), 'old\nolder half');
    writeFileSync(pathTo('a.log.1'), 'older\n');
    follow('*', 'end');
    expect(await poll()).toMatchObject({ read: [], files: 1 });
    writeFileSync(pathTo('a.log'), ' and whole\nnew\n', { flag: 'a' });
    expect(await poll()).toMatchObject({ read: ['older half and whole', 'new'] });
    renameSync(pathTo('a.log.1'), pathTo('a.log.2'));
    renameSync(pathTo('a.log'), pathTo('a.log.1'));
    writeFileSync(pathTo('a.log'), 'newest\n');
    expect(await poll()).toMatchObject({ read: ['newest'] });
  });
  it('drains the old target of a link before it reads the new one', async () => {
    writeFileSync(pathTo('a-1'), 'one\n');
    symlinkSync('a-1', pathTo('current.log'));
    follow('current.log');
    expect(await poll()).toMatchObject({ read: ['one'] });
    writeFileSync(pathTo('a-1'), 'two\n', { flag: 'a' });
    writeFileSync(pathTo('a-2'), 'three\n');
    rmSync(pathTo('current.log'));
    symlinkSync('a-2', pathTo('current.log'));
    expect(await poll()).toMatchObject({ read: ['two', 'three'] });
    writeFileSync(pathTo('a-1'), 'late\n', { flag: 'a' });
    expect(await poll()).toMatchObject({ read: ['late'] });
  });
  it('finds the old target of a link that was retargeted while the program was down', async () => {
    writeFileSync(pathTo('pod-a'), 'one\n');
    symlinkSync('pod-a', pathTo('current.log'));
    follow('current.log');
    const checkpoints = new Map();
    await tailer?.poll(
      ({ fileCheckpoint }) => void checkpoints.set(getGenerationKey(fileCheckpoint), fileCheckpoint),
      Date.now(),
    );
    await tailer?.close();
    writeFileSync(pathTo('pod-a'), 'two\n', { flag: 'a' });
    writeFileSync(pathTo('pod-b'), 'three\n');
    rmSync(pathTo('current.log'));
    symlinkSync('pod-b', pathTo('current.log'));
    tailer = createTailer({
      globs: [pathTo('current.log')],
      checkpoints: [...checkpoints.values()],
      from: 'end',
    });
    expect([...(await poll()).read, ...(await poll()).read].sort()).toEqual(['three', 'two']);
  });
  it('reads a file once that two paths lead to, and reports the second path', async () => {
    writeFileSync(pathTo('a.log'), 'one\n');
    symlinkSync('a.log', pathTo('b.log'));
    follow('*.log');
    const reason = `the same file as ${pathTo('a.log')}`;
    expect(await poll()).toEqual({
      read: ['one'],
      files: 2,
      problems: [{ path: pathTo('b.log'), why: reason }],
    });
  });
  it('survives a directory, a broken link and binary content', async () => {
    mkdirSync(pathTo('d.log'));
    symlinkSync('nowhere', pathTo('l.log'));
    writeFileSync(pathTo('b.log'), Buffer.from(Array.from({ length: 4_096 }, (_, i) => (i * 131) % 256)));
    writeFileSync(pathTo('a.log'), 'one\n');
    follow('*.log');
    const result = await poll();
    expect(result).toMatchObject({ files: 2, problems: [] });
    expect(result.read).toContain('one');
    follow('d.log');
    expect(await poll()).toMatchObject({ problems: [{ why: 'EISDIR' }] });
  });
  it.skipIf(process.getuid?.() === 0)('reports an unreadable file and reads the others', async () => {
    writeFileSync(pathTo('a.log'), 'one\n', { mode: 0 });
    writeFileSync(pathTo('b.log'), 'two\n');
    follow('*.log');
    expect(await poll()).toMatchObject({
      read: ['two'],
      problems: [{ path: pathTo('a.log'), why: 'EACCES' }],
    });
    chmodSync(pathTo('a.log'), 0o600);
    expect(await poll()).toMatchObject({ read: ['one'], problems: [] });
  });
});
