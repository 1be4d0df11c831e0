import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { linesOf, readWhole } from '../../src/tail/read-whole.js';
import { openTail } from '../../src/tail/tailer.js';

const directory = mkdtempSync(join(tmpdir(), 'tail-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const at = (name: string) => join(directory, name);

const texts = Array.from({ length: 20_000 }, (_, i) => `${i} GET /${'p'.repeat(i % 60)}`);
const bytes = Buffer.from(`${texts.join('\n')}\nunfinished`);
const isInstalled = (program: string) => spawnSync(program, ['--version'], { input: '' }).error === undefined;

describe('reading a finished log once', () => {
  it('reads a plain file to its last piece', () => expectWhole('a.log', bytes));
  it('reads a gzip archive of several members', () =>
    expectWhole('a.gz', Buffer.concat([gzipSync(bytes.subarray(0, 999)), gzipSync(bytes.subarray(999))])));
  it.each(['zstd', 'xz', 'bzip2'].filter(isInstalled))('reads an archive that %s has made', (program) =>
    expectWhole(`a.${program}`, spawnSync(program, ['-cq'], { input: bytes }).stdout),
  );

  it('gives batches of lines to whoever merges several files', async () => {
    writeFileSync(at('b.log'), 'one\ntwo\n');
    const batches = [];
    for await (const lines of linesOf(at('b.log'))) batches.push(lines.map(({ text }) => text));
    expect(batches).toEqual([['one', 'two']]);
  });

  it.each([
    ['nowhere.log', /Cannot read .*nowhere\.log: there is no such file/],
    ['.', /Cannot read .*: it is a directory/],
  ])('says what is wrong with %s', async (name, words) => {
    await expect(readWhole(at(name), () => {})).rejects.toThrow(words);
  });

  it('says so when an archive ends too early', async () => {
    writeFileSync(at('cut.gz'), gzipSync(bytes).subarray(0, 20_000));
    await expect(readWhole(at('cut.gz'), () => {})).rejects.toThrow('ends too early');
  });

  async function expectWhole(name: string, content: Buffer): Promise<void> {
    writeFileSync(at(name), content);
    const read: string[] = [];
    const ends: boolean[] = [];
    await readWhole(at(name), ({ lines, atEnd }) => {
      read.push(...lines.map(({ text }) => text));
      ends.push(atEnd);
    });
    expect(read).toEqual([...texts, 'unfinished']);
    expect(ends.indexOf(true)).toBe(ends.length - 1);
  }
});

describe('watching', () => {
  it('wakes within a second when a file grows and when one appears', async () => {
    writeFileSync(at('w1.log'), 'one\n');
    const tail = openTail({ globs: [at('w*.log')], bookmarks: [], from: 'end' });
    let wake = () => {};
    tail.watch(() => wake());
    await tail.look(() => {}, Date.now());
    const woken = async (happen: () => void) => {
      const rung = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const since = performance.now();
      happen();
      await rung;
      return performance.now() - since;
    };
    try {
      expect(await woken(() => appendFileSync(at('w1.log'), 'two\n'))).toBeLessThan(1_000);
      expect(await woken(() => writeFileSync(at('w2.log'), 'three\n'))).toBeLessThan(1_000);
    } finally {
      await tail.close();
    }
  }, 5_000);
});
