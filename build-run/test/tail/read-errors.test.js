import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { getGenerationKey } from '../../src/pipeline/checkpoint.js';
import { createTailer } from '../../src/tail/tailer.js';

/** Error thrown by reads while set. */
const disk = vi.hoisted(() => ({ error: null, reads: 0 }));
/** Error thrown when a watch is requested, while set. */
const watches = vi.hoisted(() => ({ error: null }));
vi.mock('node:fs', async (original) => {
  const fs = await original();
  const readSync = (...args) => {
    disk.reads += 1;
    if (disk.error !== null) throw Object.assign(new Error(`${disk.error}: read`), { code: disk.error });
    return fs.readSync(...args);
  };
  const watch = (...args) => {
    if (watches.error !== null) throw Object.assign(new Error('watch'), { code: watches.error });
    return fs.watch(...args);
  };
  return { ...fs, readSync, watch, default: { ...fs, readSync, watch } };
});
let directory;
let tail;
let now;
let texts;
const checkpoints = new Map();
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tail-troubles-'));
  now = Date.now();
  texts = [];
  checkpoints.clear();
  Object.assign(disk, { error: null, reads: 0 });
});
afterEach(async () => {
  disk.error = watches.error = null;
  await tail.close();
  rmSync(directory, { recursive: true, force: true });
});
const pathTo = (name) => join(directory, name);
function openTailer(options = {}) {
  tail = createTailer({
    globs: [pathTo('*.log')],
    checkpoints: [...checkpoints.values()],
    from: 'beginning',
    ...options,
  });
}
async function poll(afterMs = 1_000) {
  now += afterMs;
  return tail.poll(({ fileCheckpoint, lines }) => {
    checkpoints.set(getGenerationKey(fileCheckpoint), fileCheckpoint);
    texts.push(...lines.map(({ text }) => text));
  }, now);
}
describe('a disk with read errors', () => {
  it('is retried at growing intervals, reported meanwhile, and read on from where it stopped', async () => {
    writeFileSync(pathTo('a.log'), 'one\n');
    openTailer();
    await poll();
    appendFileSync(pathTo('a.log'), 'two\n');
    disk.error = 'EIO';
    expect((await poll()).problems).toEqual([{ path: pathTo('a.log'), why: 'EIO' }]);
    disk.reads = 0;
    for (let second = 0; second < 120; second++) {
      expect((await poll()).problems).toEqual([{ path: pathTo('a.log'), why: 'EIO' }]);
    }
    expect(disk.reads).toBeLessThan(12);
    disk.error = null;
    await poll(60_000);
    expect((await poll()).problems).toEqual([]);
    expect(texts).toEqual(['one', 'two']);
  });
  it('is reopened when a network server no longer knows the descriptors', async () => {
    writeFileSync(pathTo('a.log'), 'one\n');
    openTailer();
    await poll();
    appendFileSync(pathTo('a.log'), 'two\n');
    disk.error = 'ESTALE';
    expect((await poll()).problems).toEqual([{ path: pathTo('a.log'), why: 'ESTALE' }]);
    disk.error = null;
    expect((await poll()).problems).toEqual([]);
    expect(texts).toEqual(['one', 'two']);
  });
});
describe('a log created while the program was down', () => {
  it('is read from its beginning, unlike one that existed before', async () => {
    const stopped = Date.now() - 60_000;
    writeFileSync(pathTo('new.log'), 'created while down\n');
    openTailer({ from: 'end', lastStoredAt: stopped });
    await poll();
    expect(texts).toEqual(['created while down']);
    await tail.close();
    writeFileSync(pathTo('old.log'), 'there for long\n');
    openTailer({ from: 'end', lastStoredAt: Date.now() + 60_000 });
    await poll();
    expect(texts).toEqual(['created while down']);
  });
  it('is read completely even if it was rotated before it was seen', async () => {
    openTailer({ from: 'end' });
    await poll(0);
    await new Promise((resolve) => setTimeout(resolve, 20));
    writeFileSync(pathTo('new.log.1'), 'first\n');
    writeFileSync(pathTo('new.log'), 'second\n');
    await poll();
    expect(texts).toEqual(['first', 'second']);
  });
});
describe('several logs with a backlog', () => {
  it('advance together in log time', async () => {
    const hour = (name, bytesPerMinute) => {
      const minute = (n) => `${n} `.padEnd(99, name);
      const lines = Array.from({ length: 60 }, (_, n) => `${minute(n)}\n`.repeat(bytesPerMinute / 100));
      writeFileSync(pathTo(`${name}.log`), lines.join(''));
    };
    hour('access', 400_000);
    hour('error', 40_000);
    const minuteOf = new Map();
    const distances = [];
    openTailer({ getReachedAt: (path) => (minuteOf.get(path) ?? 0) * 60_000 });
    await tail.poll(({ fileCheckpoint, lines }) => {
      const last = Number.parseInt(lines.at(-1)?.text ?? '', 10);
      if (lines.length > 0) minuteOf.set(fileCheckpoint.path, last);
      distances.push((minuteOf.get(pathTo('error.log')) ?? 0) - (minuteOf.get(pathTo('access.log')) ?? 0));
    }, now);
    expect([...minuteOf.values()]).toEqual([59, 59]);
    // One chunk of the error log covers six minutes.
    expect(Math.max(...distances)).toBeLessThanOrEqual(8);
  });
});
describe('a kernel that is out of watches', () => {
  it.each([
    ['ENOSPC', 'fs.inotify.max_user_watches'],
    ['EMFILE', 'fs.inotify.max_user_instances'],
  ])('(%s) is reported once with the setting %s, and polling continues', async (code, setting) => {
    const logLines = [];
    writeFileSync(pathTo('a.log'), 'one\n');
    watches.error = code;
    openTailer({ onNotice: (text) => logLines.push(text) });
    tail.watch(() => {});
    await poll();
    await poll();
    appendFileSync(pathTo('a.log'), 'two\n');
    await poll(600_000);
    expect(logLines).toEqual([expect.stringContaining(setting)]);
    expect(texts).toEqual(['one', 'two']);
  });
});
