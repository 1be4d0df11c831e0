import { linkSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TailWorld } from '../support/tail-world.js';

/** As the kubelet keeps logs: `pods/web/access.log`, and a link of the container to it. */
let links;
let world;
beforeEach(() => {
  links = mkdtempSync(join(tmpdir(), 'links-'));
});
afterEach(async () => {
  await world.dispose();
  rmSync(links, { recursive: true, force: true });
});
const linkPath = () => join(links, 'web-1.log');
async function startWorld(globs) {
  world = new TailWorld();
  world.follow(globs === 'links' ? [join(links, '*.log')] : [join(links, '*.log'), world.path]);
  world.append(3);
  if (globs === 'hard links') linkSync(world.path, linkPath());
  else symlinkSync(world.path, linkPath());
  await world.pollTexts();
  world.append(2);
}
const pauses = {
  'while following': () => world.pollTexts(),
  'while the program is down': () => world.stopTail(),
  'while nobody looked': () => {},
};
const stories = {
  'one more line': () => world.append(1),
  rotation: () => world.rotate().append(3),
  'two rotations': () => world.rotate().append(3).rotate().append(4),
  'rotation and compression': () => world.rotate().append(3).rotate().append(2).compress(2).append(1),
  'copy and truncation': () => world.copyTruncate().append(2),
};
describe.each(['both', 'links', 'hard links'])('a file that %s lead to', (globs) => {
  describe.each(Object.entries(pauses))('%s', (_, pause) => {
    it.each(Object.entries(stories))('is read once after %s', async (name, play) => {
      // gzip refuses a file with a hard link, and a copy beside one path is not looked for from the other.
      if (globs === 'hard links' && /compression|copy/.test(name)) return;
      await startWorld(globs);
      await pause();
      play();
      await expectOnce();
      if (name !== 'one more line') return;
      play();
      await expectOnce();
    });
  });
});
describe.each(['both', 'links'])('a link of %s that vanishes', (globs) => {
  it.each(Object.entries(pauses))('loses nothing, %s', async (_, pause) => {
    await startWorld(globs);
    await pause();
    world.append(2);
    rmSync(linkPath());
    await expectOnce();
    if (globs === 'both') {
      world.append(2);
      await expectOnce();
    }
  });
  it.each(Object.entries(pauses))('loses nothing when the file was rotated before, %s', async (_, pause) => {
    await startWorld(globs);
    await pause();
    world.append(2).rotate().append(3);
    rmSync(linkPath());
    await expectOnce();
  });
});
it('keeps what was read by a link when the file is followed as well', async () => {
  await startWorld('links');
  await world.pollTexts();
  await world.stopTail();
  world.follow([join(links, '*.log'), world.path]);
  world.append(2);
  await expectOnce();
  rmSync(linkPath());
  world.append(2).rotate().append(2);
  await expectOnce();
});
it('goes on where the store refused to let another path take over', async () => {
  await startWorld('links');
  await world.pollTexts();
  await world.stopTail();
  world.follow([join(links, '*.log'), world.path]).append(2);
  for (let accepted = 0; accepted < 2; accepted++) {
    let remaining = accepted;
    world.onChunk = () => {
      if (remaining-- === 0) throw new Error('disk full');
    };
    await expect(world.pollTexts()).rejects.toThrow('disk full');
  }
  world.onChunk = () => {};
  await expectOnce();
});
it('reads a log once that is renamed to what is followed by itself', async () => {
  world = new TailWorld();
  const { directory } = world;
  world.follow([join(directory, '*.log')]);
  world.append(3);
  await world.pollTexts();
  world.append(2);
  renameSync(world.path, join(directory, 'yesterday.log'));
  world.reopen().reopen().append(2);
  await expectOnce();
  mkdirSync(join(directory, 'other'));
  writeFileSync(join(directory, 'other', 'access.log'), 'of another log\n');
  await expectOnce();
});
async function expectOnce() {
  await world.pollTexts();
  expect([...world.texts].sort()).toEqual(world.written);
  await world.restart();
  world.now += 120_000;
  await world.pollTexts();
  await world.restart();
  expect([...world.texts].sort()).toEqual(world.written);
  expect(world.dataLosses).toEqual([]);
}
