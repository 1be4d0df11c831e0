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
import { livesIn } from '../../src/tail/file-generation.js';
import { World } from '../support/tail-world.js';

let world: World;
beforeEach(() => {
  world = new World();
});
afterEach(() => world.end());

/** Each story begins with three lines read and two written since. */
const stories: Record<string, (world: World) => Promise<unknown> | unknown> = {
  'nothing but more lines': (w) => w.append(4),
  'renamed and created at once': (w) => w.rotate().append(4),
  'renamed; the writer goes on in the old file for a while': async (w) => {
    w.renameAway().append(2);
    await w.look();
    w.append(2).reopen().append(2);
    await w.look();
    w.appendToOld(2);
  },
  'renamed, no new file for a while': async (w) => {
    w.renameAway().append(1);
    await w.look();
    await w.look();
    w.append(1);
    await w.look();
    w.reopen().append(2);
  },
  'rotated twice between two looks': (w) => w.rotate().append(3).rotate().append(3),
  'rotated five times between two looks': (w) => {
    for (let i = 0; i < 5; i++) w.append(2).rotate();
    w.append(1);
  },
  'rotated and compressed between two looks': (w) => w.rotate().append(3).compress(1),
  'late lines, hours later': async (w) => {
    w.rotate().append(1);
    await w.look();
    w.now += 7_200_000;
    await w.look();
    w.appendToOld(2);
    w.now += 7_200_000;
  },
  'copied and truncated, shorter afterwards': (w) => w.copyTruncate().append(1),
  'copied and truncated, nothing written yet': (w) => w.copyTruncate(),
  'truncated and grown past the old offset': (w) => w.copyTruncate().append(60),
  'a look between copy and truncation': async (w) => {
    w.copyAway();
    await w.look();
    w.truncate().append(9);
  },
  'copied and truncated twice': (w) => w.copyTruncate().append(20).copyTruncate().append(30),
  'copied, truncated and compressed': (w) => w.copyTruncate().compress(1).append(12),
  'replaced by a copy of itself': async (w) => {
    await w.look();
    w.replaceByCopy().append(3);
  },
  'empty at the last look, then filled, copied, truncated and filled again': async (w) => {
    await w.look();
    w.rotate();
    await w.look();
    w.append(4).copyTruncate().append(3);
  },
  'replaced by a copy that is copied and truncated in turn': async (w) => {
    await w.look();
    w.replaceByCopy().append(3).copyAway();
    await w.look();
    w.truncate().append(2);
  },
  'renamed, and the rest unlinked while we hold it': async (w) => {
    w.renameAway();
    await w.look();
    w.append(2).reopen().reopen().compress(1).append(1);
  },
};

describe.each(Object.entries(stories))('%s', (_, happen) => {
  it('gives each line once and in order', async () => {
    await begin();
    await happen(world);
    await world.look();
    expect(world.texts).toEqual(world.written);
    expect(world.gaps).toEqual([]);
  });

  it('gives each line once, in order, when the process restarts', async () => {
    await begin();
    await happen(world);
    await world.restart();
    await world.restart();
    expect(sorted(world.texts)).toEqual(world.written);
  });
});

describe('while we are down', () => {
  it.each<[string, (world: World) => unknown]>([
    ['rotated once', (w) => w.rotate().append(3)],
    ['rotated and compressed at once', (w) => w.rotate().append(3).compress(1)],
    [
      'rotated three times, older ones compressed',
      (w) => w.rotate().append(3).rotate().append(2).compress(2).rotate().append(1).compress(2),
    ],
    ['rotated, nothing new yet', (w) => w.rotate()],
    ['renamed and not created', (w) => w.renameAway()],
    ['copied and truncated', (w) => w.copyTruncate().append(40)],
    ['copied, truncated and compressed', (w) => w.copyTruncate().append(40).compress(1)],
    ['copied and truncated twice', (w) => w.copyTruncate().append(7).copyTruncate().append(2)],
    ['replaced by a copy', (w) => w.replaceByCopy().append(3)],
  ])('%s', async (_, happen) => {
    await begin();
    await world.down();
    happen(world);
    await world.look();
    expect(world.texts).toEqual(world.written);
    await world.restart();
    expect(world.texts).toEqual(world.written);
  });
});

it('drains a deleted file to its end and reads its successor, even with the same inode', async () => {
  await begin();
  world.remove().reopen().append(4);
  await world.look();
  world.remove().reopen().append(4);
  await world.restart();
  expect(world.texts).toEqual(world.written);
});

it('tells of a gap when a truncated file left no copy', async () => {
  await begin();
  await world.look();
  world.truncate().append(1);
  await world.look();
  expect(world.gaps).toEqual([]);
  world.now += 60_000;
  await world.look();
  expect(world.gaps).toMatchObject([{ path: world.path, bytes: null }]);
  expect(world.texts).toEqual(world.written);
});

describe('a rotated file that came and went unread', () => {
  it.each([
    ['while we watch', async () => {}],
    ['while we are down', () => world.down()],
  ])('is a gap where the counts show it, %s', async (_, pause) => {
    await begin();
    await pause();
    world.rotate();
    const read = [...world.written];
    world.append(3).rotate().append(2).rotate();
    rmSync(world.at('access.log.2'));
    await world.look();
    expect(world.gaps).toMatchObject([
      { bytes: null, why: expect.stringContaining('a rotated file is gone') },
    ]);
    expect(world.texts).toEqual([...read, ...world.written.slice(-2)]);
    await world.restart();
    expect(world.gaps).toHaveLength(1);
  });

  it('is none when it was read before it went', async () => {
    await begin();
    world.rotate().append(3);
    await world.look();
    world.rotate();
    rmSync(world.at('access.log.1'));
    await world.restart();
    expect(world.gaps).toEqual([]);
    expect(world.texts).toEqual(world.written);
  });
});

it('lets go of a file without a name that keeps too much of the disk, with a gap', async () => {
  await begin();
  await world.look();
  truncateSync(world.path, 5 * 2 ** 30);
  await world.look();
  world.remove().reopen().append(1);
  await world.look();
  await world.look();
  expect(world.gaps).toMatchObject([{ path: world.path, why: expect.stringContaining('too large') }]);
  expect(world.gaps[0]?.bytes).toBeGreaterThan(4 * 2 ** 30);
  expect(world.texts).toEqual(world.written);
});

it('takes the last piece without a line feed once a rotated file has been quiet for a minute', async () => {
  await begin();
  world.appendRaw('half').rotate().append(1);
  await world.look();
  expect(world.texts).not.toContain('half');
  world.now += 60_000;
  await world.look();
  expect(world.texts.at(-1)).toBe('half');
  await world.restart();
  expect(world.texts.filter((text) => text === 'half')).toHaveLength(1);
});

describe('content that looks alike', () => {
  const banner = `${'a banner as long as all that is remembered of a head '.repeat(24)}\n`;

  it.each([
    ['while we watch', async () => {}],
    ['while we are down', () => world.down()],
  ])('is told apart by its end when it begins alike, %s', async (_, pause) => {
    world.appendRaw(banner).append(5);
    await world.look();
    await pause();
    world.copyTruncate().appendRaw(banner).append(9);
    await world.look();
    expect(world.texts.filter((text) => !banner.startsWith(text))).toEqual(world.written);
  });

  it('is told apart by its beginning when it ends alike', async () => {
    const end = 'the same words over and over, '.repeat(20);
    world.appendRaw(`one\n${end}\n`);
    await world.look();
    await world.down();
    world.copyTruncate().appendRaw(`two\n${end}\n`);
    await world.look();
    expect(world.texts).toEqual(['one', end, 'two', end]);
  });

  it('is read once when one sibling is a copy of another', async () => {
    world.append(3);
    copyFileSync(world.path, world.at('access.log.1'));
    copyFileSync(world.path, world.at('access.log.2'));
    world.truncate().append(1);
    await world.look();
    expect(world.texts).toEqual(world.written);
  });
});

it.each([
  ['leaves a file alone that nothing is known of and nobody wrote to for weeks', 40, 0],
  ['reads a file that nothing is known of, though it is older than all that is known', 0, 1],
])('%s', async (_, ageDays, times) => {
  world.appendRaw('the unknown one\n').rotate().append(2);
  await world.look();
  world.rotate().append(2);
  await world.look();
  const [oldest] = world.positions.keys();
  world.positions.delete(oldest ?? '');
  const writtenAt = Date.now() / 1_000 - ageDays * 86_400;
  utimesSync(world.at('access.log.2'), writtenAt, writtenAt);
  // Files are stamped with a coarse clock, and these must be older than the last look by it.
  await new Promise((resolve) => setTimeout(resolve, 50));
  await world.look();
  world.lines.length = 0;
  await world.restart();
  expect(world.texts.filter((text) => text === 'the unknown one')).toHaveLength(times);
});

it('reads a copy that was passed by until the truncation, and then we were stopped', async () => {
  world.reopen();
  await world.look();
  writeFileSync(world.at('access.log.1'), 'another one\n');
  world.written.push('another one');
  world.append(3).copyAway();
  await new Promise((resolve) => setTimeout(resolve, 50));
  world.onChunk = () => {
    world.onChunk = () => {};
    world.truncate().append(1);
  };
  await world.look();
  rmSync(world.at('access.log.2'));
  await world.restart();
  expect(world.faults).toEqual({ lost: [], repeated: [] });
});

it('reads a file that only began like another one when it was last seen, and was written to while nobody looked', async () => {
  world.banner = 'format: one';
  await world.append(1).look();
  world.rotate().rotate();
  await world.look();
  await new Promise((resolve) => setTimeout(resolve, 50));
  await world.look();
  const [first] = world.positions.keys();
  world.positions.delete(first ?? '');
  rmSync(world.at('access.log.2'));
  await world.down();
  writeFileSync(world.at('access.log.1'), 'format: one\nlate\n');
  world.append(2);
  await world.look();
  expect(world.texts).toContain('late');
});

it('takes an inode that was used again for another file', () => {
  const file = { dev: '1', ino: '2', born: '9007199254740995' };
  const position = { ...file, path: '', offset: 0, line: 0, head: '', tail: '', state: 'live' as const };
  expect(livesIn(position, file)).toBe(true);
  expect(livesIn({ ...position, born: '9007199254740996' }, file)).toBe(true);
  expect(livesIn({ ...position, born: '9007199254740994' }, file)).toBe(false);
  expect(livesIn({ ...position, ino: '3' }, file)).toBe(false);
});

describe('an archive among the siblings', () => {
  const whole = () => gzipSync(`${world.written.join('\n')}\n`);

  it('that is still being written is read once it is whole', async () => {
    await begin();
    await world.down();
    const packed = whole();
    world.remove();
    writeFileSync(world.at('access.log.1.gz'), packed.subarray(0, packed.length - 12));
    world.append(2);
    await world.look();
    writeFileSync(world.at('access.log.1.gz'), packed);
    await world.look();
    expect(world.faults).toEqual({ lost: [], repeated: [] });
    expect(world.gaps).toEqual([]);
  });

  it.each([
    ['that is damaged', () => Buffer.concat([whole().subarray(0, 20), Buffer.from('no deflate at all')])],
    ['that unpacks to more than a log would', () => gzipSync(Buffer.alloc(80 * 2 ** 20))],
  ])('%s is a gap, and holds nobody up', async (_, archive) => {
    world.append(3);
    const packed = archive();
    await world.look();
    await world.down();
    world.remove();
    writeFileSync(world.at('access.log.1.gz'), packed);
    world.append(2);
    await world.look();
    expect(world.texts).toEqual(world.written);
    expect(world.gaps).toMatchObject([{ path: world.path, why: expect.stringContaining('access.log.1.gz') }]);
  });
});

it('a packed copy of a log that goes on is not read for another log', async () => {
  await begin();
  await world.look();
  await world.down();
  writeFileSync(world.at('access.log-20260801.gz'), gzipSync(readFileSync(world.path)));
  world.append(2);
  await world.look();
  expect(world.texts).toEqual(world.written);
  await world.restart();
  expect(world.texts).toEqual(world.written);
});

it('first lines of a file that was empty when it was rotated are found in its archive', async () => {
  await begin();
  world.rotate().rotate();
  await world.look();
  world.append(1);
  await world.look();
  const late = 'late, and packed before anybody looked';
  rmSync(world.at('access.log.1'));
  writeFileSync(world.at('access.log.1.gz'), gzipSync(`${late}\n`));
  world.append(1);
  await world.look();
  expect(sorted(world.texts)).toEqual(sorted([...world.written, late]));
});

it('a file of somebody else is no log because it has the inode of one that was lost', async () => {
  await begin();
  await world.look();
  await world.down();
  renameSync(world.path, world.at('journal'));
  writeFileSync(world.at('journal'), 'nothing that a gateway wrote\n');
  world.reopen().append(2);
  for (let looks = 0; looks < 4; looks++) await world.look();
  expect(world.texts).toEqual(world.written);
});

async function begin(): Promise<void> {
  world.append(3);
  expect(await world.look()).toEqual(world.written);
  world.append(2);
}

const sorted = (texts: readonly string[]) => [...texts].sort();
