import {
  copyFileSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { matchesInode } from '../../src/tail/file-generation.js';
import { TailWorld } from '../support/tail-world.js';

let tailWorld;
beforeEach(() => {
  tailWorld = new TailWorld();
});
afterEach(() => tailWorld.dispose());
/** Each story begins with three lines read and two more written. */
const stories = {
  'appending only': (world) => world.append(4),
  'renamed and recreated at once': (world) => world.rotate().append(4),
  'renamed, while the writer keeps writing to the old file': async (world) => {
    world.renameAway().append(2);
    await world.pollTexts();
    world.append(2).reopen().append(2);
    await world.pollTexts();
    world.appendToPrevious(2);
  },
  'renamed, with no new file for a while': async (world) => {
    world.renameAway().append(1);
    await world.pollTexts();
    await world.pollTexts();
    world.append(1);
    await world.pollTexts();
    world.reopen().append(2);
  },
  'rotated twice between two polls': (world) => world.rotate().append(3).rotate().append(3),
  'rotated five times between two polls': (world) => {
    for (let i = 0; i < 5; i++) world.append(2).rotate();
    world.append(1);
  },
  'rotated and compressed between two polls': (world) => world.rotate().append(3).compress(1),
  'lines appended to the old file hours later': async (world) => {
    world.rotate().append(1);
    await world.pollTexts();
    world.now += 7_200_000;
    await world.pollTexts();
    world.appendToPrevious(2);
    world.now += 7_200_000;
  },
  'copied and truncated, shorter afterwards': (world) => world.copyTruncate().append(1),
  'copied and truncated, with nothing written yet': (world) => world.copyTruncate(),
  'truncated and grown past the old offset': (world) => world.copyTruncate().append(60),
  'polled between copy and truncation': async (world) => {
    world.copyToRotated();
    await world.pollTexts();
    world.truncate().append(9);
  },
  'copied and truncated twice': (world) => world.copyTruncate().append(20).copyTruncate().append(30),
  'copied, truncated and compressed': (world) => world.copyTruncate().compress(1).append(12),
  'replaced by a copy of itself': async (world) => {
    await world.pollTexts();
    world.replaceByCopy().append(3);
  },
  'empty at the last poll, then filled, copied, truncated and filled again': async (world) => {
    await world.pollTexts();
    world.rotate();
    await world.pollTexts();
    world.append(4).copyTruncate().append(3);
  },
  'replaced by a copy that is copied and truncated in turn': async (world) => {
    await world.pollTexts();
    world.replaceByCopy().append(3).copyToRotated();
    await world.pollTexts();
    world.truncate().append(2);
  },
  'renamed, and unlinked while it is held open': async (world) => {
    world.renameAway();
    await world.pollTexts();
    world.append(2).reopen().reopen().compress(1).append(1);
  },
};
describe.each(Object.entries(stories))('%s', (_, action) => {
  it('yields each line once and in order', async () => {
    await startWorld();
    await action(tailWorld);
    await tailWorld.pollTexts();
    expect(tailWorld.texts).toEqual(tailWorld.written);
    expect(tailWorld.dataLosses).toEqual([]);
  });
  it('yields each line once and in order when the process restarts', async () => {
    await startWorld();
    await action(tailWorld);
    await tailWorld.restart();
    await tailWorld.restart();
    expect(sortTexts(tailWorld.texts)).toEqual(tailWorld.written);
  });
});
describe('while the program is down', () => {
  it.each([
    ['rotated once', (world) => world.rotate().append(3)],
    ['rotated and compressed at once', (world) => world.rotate().append(3).compress(1)],
    [
      'rotated three times, older ones compressed',
      (world) => world.rotate().append(3).rotate().append(2).compress(2).rotate().append(1).compress(2),
    ],
    ['rotated, with no new lines yet', (world) => world.rotate()],
    ['renamed and not recreated', (world) => world.renameAway()],
    ['copied and truncated', (world) => world.copyTruncate().append(40)],
    ['copied, truncated and compressed', (world) => world.copyTruncate().append(40).compress(1)],
    ['copied and truncated twice', (world) => world.copyTruncate().append(7).copyTruncate().append(2)],
    ['replaced by a copy', (world) => world.replaceByCopy().append(3)],
  ])('%s', async (_, action) => {
    await startWorld();
    await tailWorld.stopTail();
    action(tailWorld);
    await tailWorld.pollTexts();
    expect(tailWorld.texts).toEqual(tailWorld.written);
    await tailWorld.restart();
    expect(tailWorld.texts).toEqual(tailWorld.written);
  });
});
it('drains a deleted file to its end and reads its successor, even with the same inode', async () => {
  await startWorld();
  tailWorld.remove().reopen().append(4);
  await tailWorld.pollTexts();
  tailWorld.remove().reopen().append(4);
  await tailWorld.restart();
  expect(tailWorld.texts).toEqual(tailWorld.written);
});
it('reports a data loss when a truncated file has no copy', async () => {
  await startWorld();
  await tailWorld.pollTexts();
  tailWorld.truncate().append(1);
  await tailWorld.pollTexts();
  expect(tailWorld.dataLosses).toEqual([]);
  tailWorld.now += 60_000;
  await tailWorld.pollTexts();
  expect(tailWorld.dataLosses).toMatchObject([{ path: tailWorld.path, bytes: null }]);
  expect(tailWorld.texts).toEqual(tailWorld.written);
});
describe('a rotated file that disappeared unread', () => {
  it.each([
    ['while following', async () => {}],
    ['while the program is down', () => tailWorld.stopTail()],
  ])('is a data loss where the numbering shows it, %s', async (_, pause) => {
    await startWorld();
    await pause();
    tailWorld.rotate();
    const read = [...tailWorld.written];
    tailWorld.append(3).rotate().append(2).rotate();
    rmSync(tailWorld.pathTo('access.log.2'));
    await tailWorld.pollTexts();
    expect(tailWorld.dataLosses).toMatchObject([
      {
        bytes: null,
        why: expect.stringContaining('a rotated file between access.log.3 and the live log disappeared'),
      },
    ]);
    expect(tailWorld.texts).toEqual([...read, ...tailWorld.written.slice(-2)]);
    await tailWorld.restart();
    expect(tailWorld.dataLosses).toHaveLength(1);
  });
  it('is no data loss when it was read before it disappeared', async () => {
    await startWorld();
    tailWorld.rotate().append(3);
    await tailWorld.pollTexts();
    tailWorld.rotate();
    rmSync(tailWorld.pathTo('access.log.1'));
    await tailWorld.restart();
    expect(tailWorld.dataLosses).toEqual([]);
    expect(tailWorld.texts).toEqual(tailWorld.written);
  });
});
it('closes a deleted file that takes too much disk space and reports the data loss', async () => {
  await startWorld();
  await tailWorld.pollTexts();
  truncateSync(tailWorld.path, 5 * 2 ** 30);
  await tailWorld.pollTexts();
  tailWorld.remove().reopen().append(1);
  await tailWorld.pollTexts();
  await tailWorld.pollTexts();
  expect(tailWorld.dataLosses).toMatchObject([
    { path: tailWorld.path, why: expect.stringContaining('too large') },
  ]);
  expect(tailWorld.dataLosses[0]?.bytes).toBeGreaterThan(4 * 2 ** 30);
  expect(tailWorld.texts).toEqual(tailWorld.written);
});
it('reads a last line without a line feed once a rotated file has been quiet for a minute', async () => {
  await startWorld();
  tailWorld.appendRaw('half').rotate().append(1);
  await tailWorld.pollTexts();
  expect(tailWorld.texts).not.toContain('half');
  tailWorld.now += 60_000;
  await tailWorld.pollTexts();
  expect(tailWorld.texts.at(-1)).toBe('half');
  await tailWorld.restart();
  expect(tailWorld.texts.filter((text) => text === 'half')).toHaveLength(1);
});
describe('similar content', () => {
  const banner = `${'a banner as long as all that is remembered of a head '.repeat(24)}\n`;
  it.each([
    ['while following', async () => {}],
    ['while the program is down', () => tailWorld.stopTail()],
  ])('is distinguished by its end when the beginnings are equal, %s', async (_, pause) => {
    tailWorld.appendRaw(banner).append(5);
    await tailWorld.pollTexts();
    await pause();
    tailWorld.copyTruncate().appendRaw(banner).append(9);
    await tailWorld.pollTexts();
    expect(tailWorld.texts.filter((text) => !banner.startsWith(text))).toEqual(tailWorld.written);
  });
  it('is distinguished by its beginning when the ends are equal', async () => {
    const end = 'the same words over and over, '.repeat(20);
    tailWorld.appendRaw(`one\n${end}\n`);
    await tailWorld.pollTexts();
    await tailWorld.stopTail();
    tailWorld.copyTruncate().appendRaw(`two\n${end}\n`);
    await tailWorld.pollTexts();
    expect(tailWorld.texts).toEqual(['one', end, 'two', end]);
  });
  it('is read once when one rotated file is a copy of another', async () => {
    tailWorld.append(3);
    copyFileSync(tailWorld.path, tailWorld.pathTo('access.log.1'));
    copyFileSync(tailWorld.path, tailWorld.pathTo('access.log.2'));
    tailWorld.truncate().append(1);
    await tailWorld.pollTexts();
    expect(tailWorld.texts).toEqual(tailWorld.written);
  });
});
it.each([
  ['skips an unknown file that was not written to for weeks', 40, 0],
  ['reads an unknown file although it is older than all known files', 0, 1],
])('%s', async (_, ageDays, times) => {
  tailWorld.appendRaw('the unknown one\n').rotate().append(2);
  await tailWorld.pollTexts();
  tailWorld.rotate().append(2);
  await tailWorld.pollTexts();
  const [oldest] = tailWorld.checkpoints.keys();
  tailWorld.checkpoints.delete(oldest ?? '');
  const writtenAt = Date.now() / 1_000 - ageDays * 86_400;
  utimesSync(tailWorld.pathTo('access.log.2'), writtenAt, writtenAt);
  // File timestamps are coarse, and these must be older than the last poll.
  await new Promise((resolve) => setTimeout(resolve, 50));
  await tailWorld.pollTexts();
  tailWorld.lines.length = 0;
  await tailWorld.restart();
  expect(tailWorld.texts.filter((text) => text === 'the unknown one')).toHaveLength(times);
});
it('reads a copy that was skipped until the truncation when the program stopped before it', async () => {
  tailWorld.reopen();
  await tailWorld.pollTexts();
  writeFileSync(tailWorld.pathTo('access.log.1'), 'another one\n');
  tailWorld.written.push('another one');
  tailWorld.append(3).copyToRotated();
  await new Promise((resolve) => setTimeout(resolve, 50));
  tailWorld.onChunk = () => {
    tailWorld.onChunk = () => {};
    tailWorld.truncate().append(1);
  };
  await tailWorld.pollTexts();
  rmSync(tailWorld.pathTo('access.log.2'));
  await tailWorld.restart();
  expect(tailWorld.faults).toEqual({ lost: [], repeated: [] });
});
it('reads a file that matched the beginning of another one and was written to while the program was down', async () => {
  tailWorld.banner = 'format: one';
  await tailWorld.append(1).pollTexts();
  tailWorld.rotate().rotate();
  await tailWorld.pollTexts();
  await new Promise((resolve) => setTimeout(resolve, 50));
  await tailWorld.pollTexts();
  const [first] = tailWorld.checkpoints.keys();
  tailWorld.checkpoints.delete(first ?? '');
  rmSync(tailWorld.pathTo('access.log.2'));
  await tailWorld.stopTail();
  writeFileSync(tailWorld.pathTo('access.log.1'), 'format: one\nlate\n');
  tailWorld.append(2);
  await tailWorld.pollTexts();
  expect(tailWorld.texts).toContain('late');
});
it('treats a reused inode as another file', () => {
  const file = { dev: '1', ino: '2', birthTimeNs: '9007199254740995' };
  const position = { ...file, path: '', offset: 0, line: 0, head: '', tail: '', state: 'live' };
  expect(matchesInode(position, file)).toBe(true);
  expect(matchesInode({ ...position, birthTimeNs: '9007199254740996' }, file)).toBe(true);
  expect(matchesInode({ ...position, birthTimeNs: '9007199254740994' }, file)).toBe(false);
  expect(matchesInode({ ...position, ino: '3' }, file)).toBe(false);
});
describe('an archive among the rotated files', () => {
  const compressAll = () => gzipSync(`${tailWorld.written.join('\n')}\n`);
  it('is read once it is complete when it is still being written', async () => {
    await startWorld();
    await tailWorld.stopTail();
    const packed = compressAll();
    tailWorld.remove();
    writeFileSync(tailWorld.pathTo('access.log.1.gz'), packed.subarray(0, packed.length - 12));
    tailWorld.append(2);
    await tailWorld.pollTexts();
    writeFileSync(tailWorld.pathTo('access.log.1.gz'), packed);
    await tailWorld.pollTexts();
    expect(tailWorld.faults).toEqual({ lost: [], repeated: [] });
    expect(tailWorld.dataLosses).toEqual([]);
  });
  it.each([
    [
      'that is damaged',
      () => Buffer.concat([compressAll().subarray(0, 20), Buffer.from('no deflate at all')]),
    ],
    ['that decompresses to more than a log would', () => gzipSync(Buffer.alloc(80 * 2 ** 20))],
  ])('%s is a data loss and blocks nothing', async (_, archive) => {
    tailWorld.append(3);
    const packed = archive();
    await tailWorld.pollTexts();
    await tailWorld.stopTail();
    tailWorld.remove();
    writeFileSync(tailWorld.pathTo('access.log.1.gz'), packed);
    tailWorld.append(2);
    await tailWorld.pollTexts();
    expect(tailWorld.texts).toEqual(tailWorld.written);
    expect(tailWorld.dataLosses).toMatchObject([
      { path: tailWorld.path, why: expect.stringContaining('access.log.1.gz') },
    ]);
  });
});
it('does not read a compressed copy of the live log as another log', async () => {
  await startWorld();
  await tailWorld.pollTexts();
  await tailWorld.stopTail();
  writeFileSync(tailWorld.pathTo('access.log-20260801.gz'), gzipSync(readFileSync(tailWorld.path)));
  tailWorld.append(2);
  await tailWorld.pollTexts();
  expect(tailWorld.texts).toEqual(tailWorld.written);
  await tailWorld.restart();
  expect(tailWorld.texts).toEqual(tailWorld.written);
});
it('finds the first lines of a file rotated while empty in its archive', async () => {
  await startWorld();
  tailWorld.rotate().rotate();
  await tailWorld.pollTexts();
  tailWorld.append(1);
  await tailWorld.pollTexts();
  const late = 'late, and compressed before the next poll';
  rmSync(tailWorld.pathTo('access.log.1'));
  writeFileSync(tailWorld.pathTo('access.log.1.gz'), gzipSync(`${late}\n`));
  tailWorld.append(1);
  await tailWorld.pollTexts();
  expect(sortTexts(tailWorld.texts)).toEqual(sortTexts([...tailWorld.written, late]));
});
it('does not read an unrelated file that reuses the inode of a lost log', async () => {
  await startWorld();
  await tailWorld.pollTexts();
  await tailWorld.stopTail();
  renameSync(tailWorld.path, tailWorld.pathTo('journal'));
  writeFileSync(tailWorld.pathTo('journal'), 'nothing that a gateway wrote\n');
  tailWorld.reopen().append(2);
  for (let polls = 0; polls < 4; polls++) await tailWorld.pollTexts();
  expect(tailWorld.texts).toEqual(tailWorld.written);
});
async function startWorld() {
  tailWorld.append(3);
  expect(await tailWorld.pollTexts()).toEqual(tailWorld.written);
  tailWorld.append(2);
}
const sortTexts = (texts) => [...texts].sort();
