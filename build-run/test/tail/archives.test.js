import { mkdirSync, readFileSync, renameSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { TailWorld } from '../support/tail-world.js';

let world;
afterEach(() => world.dispose());
/** Two names of the same scheme, the older first. */
const schemes = [
  ['access.log.2', 'access.log.1'],
  ['access.2.log', 'access.1.log'],
  ['access.log-20260801', 'access.log-20260802'],
  ['access-20260801.log', 'access-20260802.log'],
  ['access.log-20260801-101500', 'access.log-20260801-111500'],
  ['access.log-1785542400', 'access.log-1785546000'],
  ['access.log-20260801-1785542400', 'access.log-20260801-1785546000'],
  ['access.log-2026-08-01-10', 'access.log-2026-08-01-11'],
  ['access.log-2026-08-01_10-00-00', 'access.log-2026-08-01_11-00-00'],
  ['access.log.2026-08-01.1785542400', 'access.log.2026-08-01.1785546000'],
  ['access.log-2026-08-01T10:00:00', 'access.log-2026-08-01T11:00:00'],
  ['access.log.@400000006a000001deadbeef', 'access.log.@400000006a000002deadbeef'],
  ['access.log.older', 'access.log.old'],
  ['access.log-2026-W31', 'access.log-2026-W32'],
  ['access.log-31-07-2026', 'access.log-01-08-2026'],
  ['2026-07-31_access.log', '2026-08-01_access.log'],
  ['old/access.log.2', 'old/access.log.1'],
  ['archive/access.log-20260801-1785542400', 'archive/access.log-20260801-1785546000'],
];
describe.each(schemes)('rotated twice while the program is down, to %s and %s', (older, newer) => {
  it.each(['plain', 'compressed'])('loses nothing, %s', async (form) => {
    await startWorld(new TailWorld());
    await rotateTwice(older, newer, form);
    await expectAll();
  });
});
it('finds what logrotate moves to another directory', async () => {
  const config = join(
    mkdirSync(join(new TailWorld().directory, 'etc'), { recursive: true }) ?? '',
    'logrotate.conf',
  );
  await startWorld(new TailWorld({ logrotateConfig: config }));
  writeFileSync(
    config,
    `${world.directory}/*.log {\n  olddir ../moved-${process.pid}\n  dateext\n  dateformat .day%d\n}\n`,
  );
  await rotateTwice(
    `../moved-${process.pid}/access.log.day01`,
    `../moved-${process.pid}/access.log.day02`,
    'plain',
  );
  await expectAll();
});
it('finds what the setting names', async () => {
  const elsewhere = new TailWorld().directory;
  await startWorld(new TailWorld({ archiveGlobs: [join(elsewhere, '*/access*')] }));
  await rotateTwice(join(elsewhere, 'a/access.log.2'), join(elsewhere, 'a/access.log.1'), 'compressed');
  await expectAll();
});
it('leaves the rotated files of a log of the same name alone', async () => {
  await startWorld(new TailWorld());
  await world.stopTail();
  mkdirSync(world.pathTo('shop'));
  writeFileSync(world.pathTo('shop/access.log'), 'of the shop\n');
  writeFileSync(world.pathTo('shop/access.log.1'), 'of the shop, older\n');
  world.append(2);
  await expectAll();
});
async function startWorld(newWorld) {
  world = newWorld;
  world.append(3);
  await world.pollTexts();
  world.append(2);
}
async function rotateTwice(older, newer, form) {
  await world.stopTail();
  moveAway(older, form, Date.now() - 2_000);
  world.append(4);
  moveAway(newer, form, Date.now() - 1_000);
  world.append(5);
}
/** Some names tell no order: the time of the last write does. */
function moveAway(name, form, writtenAt) {
  const path = name.startsWith('/') ? name : world.pathTo(name);
  mkdirSync(join(path, '..'), { recursive: true });
  renameSync(world.path, path);
  world.reopen().reopen();
  const isPlain = form === 'plain';
  if (!isPlain) {
    writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)));
    unlinkSync(path);
  }
  utimesSync(isPlain ? path : `${path}.gz`, writtenAt / 1_000, writtenAt / 1_000);
}
async function expectAll() {
  await world.pollTexts();
  expect(world.texts).toEqual(world.written);
  await world.restart();
  world.now += 120_000;
  await world.pollTexts();
  expect(world.texts).toEqual(world.written);
  expect(world.dataLosses).toEqual([]);
}
