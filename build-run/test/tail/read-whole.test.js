import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readLogLines, readWholeFile } from '../../src/tail/read-whole.js';
import { createTailer } from '../../src/tail/tailer.js';

const directory = mkdtempSync(join(tmpdir(), 'tail-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const pathTo = (name) => join(directory, name);
const texts = Array.from({ length: 20_000 }, (_, i) => `${i} GET /${'p'.repeat(i % 60)}`);
const bytes = Buffer.from(`${texts.join('\n')}\nunfinished`);
const isInstalled = (program) => spawnSync(program, ['--version'], { input: '' }).error === undefined;
describe('reading a finished log once', () => {
  it('reads a plain file including its unterminated last line', () => expectWhole('a.log', bytes));
  it('reads a gzip archive of several members', () =>
    expectWhole('a.gz', Buffer.concat([gzipSync(bytes.subarray(0, 999)), gzipSync(bytes.subarray(999))])));
  it.each(['zstd', 'xz', 'bzip2'].filter(isInstalled))('reads an archive made by %s', (program) =>
    expectWhole(`a.${program}`, spawnSync(program, ['-cq'], { input: bytes }).stdout),
  );
  it('yields batches of lines for merging several files', async () => {
    writeFileSync(pathTo('b.log'), 'one\ntwo\n');
    const batches = [];
    for await (const lines of readLogLines(pathTo('b.log'))) batches.push(lines.map(({ text }) => text));
    expect(batches).toEqual([['one', 'two']]);
  });
  it.each([
    ['nowhere.log', /Cannot read .*nowhere\.log: no such file/],
    ['.', /Cannot read .*: it is a directory/],
  ])('explains why %s cannot be read', async (name, expected) => {
    await expect(readWholeFile(pathTo(name), () => {})).rejects.toThrow(expected);
  });
  it('reports an archive that ends too early', async () => {
    writeFileSync(pathTo('cut.gz'), gzipSync(bytes).subarray(0, 20_000));
    await expect(readWholeFile(pathTo('cut.gz'), () => {})).rejects.toThrow('ends too early');
  });
  async function expectWhole(name, content) {
    writeFileSync(pathTo(name), content);
    const read = [];
    const ends = [];
    await readWholeFile(pathTo(name), ({ lines, atEnd }) => {
      read.push(...lines.map(({ text }) => text));
      ends.push(atEnd);
    });
    expect(read).toEqual([...texts, 'unfinished']);
    expect(ends.indexOf(true)).toBe(ends.length - 1);
  }
});
describe('watching', () => {
  it('wakes within a second when a file grows and when one appears', async () => {
    writeFileSync(pathTo('w1.log'), 'one\n');
    const tailer = createTailer({ globs: [pathTo('w*.log')], checkpoints: [], from: 'end' });
    let wake = () => {};
    tailer.watch(() => wake());
    await tailer.poll(() => {}, Date.now());
    const woken = async (action) => {
      const rung = new Promise((resolve) => {
        wake = resolve;
      });
      const since = performance.now();
      action();
      await rung;
      return performance.now() - since;
    };
    try {
      expect(await woken(() => appendFileSync(pathTo('w1.log'), 'two\n'))).toBeLessThan(1_000);
      expect(await woken(() => writeFileSync(pathTo('w2.log'), 'three\n'))).toBeLessThan(1_000);
    } finally {
      await tailer.close();
    }
  }, 5_000);
});
