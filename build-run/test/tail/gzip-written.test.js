import { renameSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TailWorld } from '../support/tail-world.js';

/** A log that nginx compresses: each buffer is a gzip member of whole lines. */
let world;
beforeEach(() => {
  world = new TailWorld();
  world.encode = gzipSync;
});
afterEach(() => world.dispose());
const stories = {
  'more buffers': () => world.append(3).append(2).append(40),
  rotation: () => world.rotate().append(3),
  'rotation before the last buffer is flushed': () => world.rotate().append(3).appendToPrevious(2),
  'two rotations': () => world.rotate().append(3).rotate().append(4),
  'three rotations, with later compression': () =>
    world.rotate().append(3).rotate().append(4).compress(2).rotate().append(5).compress(3),
  'rotation to a dated name': () => {
    renameSync(world.path, world.pathTo('access.log-20260801-1785542400'));
    world.reopen().append(2);
  },
  'copy and truncation': () => world.copyTruncate().append(30),
  'a line that ends in the next member': () => {
    const [first, second] = ['one line and half', ' of another'];
    world.written.push('one line', `and half${second}`);
    world.appendRaw(gzipSync(first.replace(' and', '\nand'))).appendRaw(gzipSync(`${second}\n`));
  },
};
describe.each(Object.entries(stories))('%s', (_, play) => {
  it.each([
    ['while following', () => world.pollTexts()],
    ['while the program is down', () => world.stopTail()],
  ])('yields each line once, %s', async (__, pause) => {
    await world.append(3).append(1).pollTexts();
    world.append(2);
    await pause();
    play();
    await expectAll();
  });
});
it('waits for the rest of a member', async () => {
  await world.append(3).pollTexts();
  const member = gzipSync('late one\nlate two\n');
  world.appendRaw(member.subarray(0, 12));
  expect(await world.pollTexts()).toEqual([]);
  await world.restart();
  world.appendRaw(member.subarray(12));
  world.written.push('late one', 'late two');
  await expectAll();
});
it('begins behind what was there at the first start', async () => {
  await world.dispose();
  world = new TailWorld({ from: 'end', lastStoredAt: undefined });
  world.encode = gzipSync;
  world.append(3).append(2);
  await world.pollTexts();
  world.written.length = 0;
  world.append(2);
  await expectAll();
});
it('says what is damaged, and reads on behind it', async () => {
  await world.append(3).pollTexts();
  world.appendRaw(gzipSync('never to be read\n'.repeat(9)).subarray(0, 30)).append(2);
  await world.pollTexts();
  await world.restart();
  expect(world.texts).toEqual(world.written);
  expect(world.dataLosses).toMatchObject([{ bytes: 30, why: 'damaged compressed lines' }]);
});
it.each([900, 400_000])('still reads a finished archive of %i lines that a glob names', async (length) => {
  const path = world.pathTo('shop.gz');
  const texts = Array.from({ length }, (_, number) => `${(number * 2_654_435_761) % 2 ** 32} ${number}`);
  writeFileSync(path, gzipSync(`${texts.join('\n')}\n`));
  world.follow([path]);
  await world.pollTexts();
  await world.restart();
  expect(world.texts).toEqual(texts);
});
async function expectAll() {
  await world.pollTexts();
  await world.restart();
  world.now += 120_000;
  await world.pollTexts();
  await world.restart();
  expect([...world.texts].sort()).toEqual([...world.written].sort());
  expect(world.dataLosses).toEqual([]);
}
