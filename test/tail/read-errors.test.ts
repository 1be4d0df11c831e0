import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { generationOf, type Position } from '../../src/pipeline/checkpoint.js';
import { openTail, type Tail, type TailOptions } from '../../src/tail/tailer.js';

/** What reading answers instead of bytes, as long as it is set. */
const disk = vi.hoisted(() => ({ error: null as string | null, reads: 0 }));
/** What the kernel answers to a wish for a watch. */
const watches = vi.hoisted(() => ({ error: null as string | null }));

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const readSync = (...asked: Parameters<typeof fs.readSync>) => {
    disk.reads += 1;
    if (disk.error !== null) throw Object.assign(new Error(`${disk.error}: read`), { code: disk.error });
    return fs.readSync(...asked);
  };
  const watch = (...asked: Parameters<typeof fs.watch>) => {
    if (watches.error !== null) throw Object.assign(new Error('watch'), { code: watches.error });
    return fs.watch(...asked);
  };
  return { ...fs, readSync, watch, default: { ...fs, readSync, watch } };
});

let directory: string;
let tail: Tail;
let now: number;
let texts: string[];
const bookmarks = new Map<string, Position>();

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tail-troubles-'));
  now = Date.now();
  texts = [];
  bookmarks.clear();
  Object.assign(disk, { error: null, reads: 0 });
});
afterEach(async () => {
  disk.error = watches.error = null;
  await tail.close();
  rmSync(directory, { recursive: true, force: true });
});

const at = (name: string) => join(directory, name);

function follow(options: Partial<TailOptions> = {}): void {
  tail = openTail({
    globs: [at('*.log')],
    bookmarks: [...bookmarks.values()],
    from: 'beginning',
    ...options,
  });
}

async function look(afterMs = 1_000) {
  now += afterMs;
  return tail.look(({ position, lines }) => {
    bookmarks.set(generationOf(position), position);
    texts.push(...lines.map(({ text }) => text));
  }, now);
}

describe('a disk that does not read', () => {
  it('is left alone for longer and longer, said all the while, and read on where it stopped', async () => {
    writeFileSync(at('a.log'), 'one\n');
    follow();
    await look();
    appendFileSync(at('a.log'), 'two\n');
    disk.error = 'EIO';
    expect((await look()).troubles).toEqual([{ path: at('a.log'), why: 'EIO' }]);

    disk.reads = 0;
    for (let second = 0; second < 120; second++) {
      expect((await look()).troubles).toEqual([{ path: at('a.log'), why: 'EIO' }]);
    }
    expect(disk.reads).toBeLessThan(12);

    disk.error = null;
    await look(60_000);
    expect((await look()).troubles).toEqual([]);
    expect(texts).toEqual(['one', 'two']);
  });

  it('of a server that forgot our descriptors is opened anew', async () => {
    writeFileSync(at('a.log'), 'one\n');
    follow();
    await look();
    appendFileSync(at('a.log'), 'two\n');
    disk.error = 'ESTALE';
    expect((await look()).troubles).toEqual([{ path: at('a.log'), why: 'ESTALE' }]);
    disk.error = null;
    expect((await look()).troubles).toEqual([]);
    expect(texts).toEqual(['one', 'two']);
  });
});

describe('a log that was made while nobody looked', () => {
  it('is read from its beginning, unlike one that was there before', async () => {
    const stopped = Date.now() - 60_000;
    writeFileSync(at('new.log'), 'made while we were down\n');
    follow({ from: 'end', since: stopped });
    await look();
    expect(texts).toEqual(['made while we were down']);

    await tail.close();
    writeFileSync(at('old.log'), 'there for long\n');
    follow({ from: 'end', since: Date.now() + 60_000 });
    await look();
    expect(texts).toEqual(['made while we were down']);
  });

  it('is read whole also when it was rotated before we saw it', async () => {
    follow({ from: 'end' });
    await look(0);
    await new Promise((resolve) => setTimeout(resolve, 20));
    writeFileSync(at('new.log.1'), 'first\n');
    writeFileSync(at('new.log'), 'second\n');
    await look();
    expect(texts).toEqual(['first', 'second']);
  });
});

describe('several logs with a backlog', () => {
  it('are read abreast: none runs ahead of the times that another one still tells of', async () => {
    const hour = (name: string, bytesPerMinute: number) => {
      const minute = (n: number) => `${n} `.padEnd(99, name);
      const lines = Array.from({ length: 60 }, (_, n) => `${minute(n)}\n`.repeat(bytesPerMinute / 100));
      writeFileSync(at(`${name}.log`), lines.join(''));
    };
    hour('access', 400_000);
    hour('error', 40_000);
    const minuteOf = new Map<string, number>();
    const distances: number[] = [];
    follow({ reached: (path) => (minuteOf.get(path) ?? 0) * 60_000 });
    await tail.look(({ position, lines }) => {
      const last = Number.parseInt(lines.at(-1)?.text ?? '', 10);
      if (lines.length > 0) minuteOf.set(position.path, last);
      distances.push((minuteOf.get(at('error.log')) ?? 0) - (minuteOf.get(at('access.log')) ?? 0));
    }, now);
    expect([...minuteOf.values()]).toEqual([59, 59]);
    // One chunk of the error log is six minutes of it.
    expect(Math.max(...distances)).toBeLessThanOrEqual(8);
  });
});

describe('a kernel without watches to give', () => {
  it.each([
    ['ENOSPC', 'fs.inotify.max_user_watches'],
    ['EMFILE', 'fs.inotify.max_user_instances'],
  ])('(%s) is told once, with the setting %s, and the timer goes on', async (code, setting) => {
    const said: string[] = [];
    writeFileSync(at('a.log'), 'one\n');
    watches.error = code;
    follow({ notice: (text) => said.push(text) });
    tail.watch(() => {});
    await look();
    await look();
    appendFileSync(at('a.log'), 'two\n');
    await look(600_000);
    expect(said).toEqual([expect.stringContaining(setting)]);
    expect(texts).toEqual(['one', 'two']);
  });
});
