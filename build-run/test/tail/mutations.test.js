import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { TailWorld } from '../support/tail-world.js';
import { mutations } from '../support/tailer-mutations.js';

/** Each defect is caught within a few seeds of its first one; this limit is for when the schedules have changed. */
const seedsMax = 2_000;
const searchMs = 120_000;
/** Stories for defects that random schedules meet too rarely: the sound tailer passes, the defect fails. */
const stories = {
  'a missing path stops the reading': async (world) => {
    await world.append(1).pollTexts();
    await world.renameAway().append(2).pollTexts();
    await world.stopTail();
    world.remove().removeRotated();
    await world.append(1).pollTexts();
  },
  'a shorter copy is read as another file': async (world) => {
    await world.append(3).pollTexts();
    await world.copyToRotated().append(2).pollTexts();
    await world.truncate().append(1).pollTexts();
  },
  'only the beginning is compared': async (world) => {
    world.banner = 'a banner as long as all that is remembered of a head '.repeat(24).trim();
    await world.append(5).pollTexts();
    await world.copyTruncate().appendRaw(`${world.banner}\n`).append(30).pollTexts();
  },
  'only the end is compared': async (world) => {
    const end = 'the same words over and over, '.repeat(20).trim();
    await world.appendLines('one', end).pollTexts();
    await world.truncate().appendLines('two', end).pollTexts();
  },
  'an archive that ends too early counts as complete': async (world) => {
    await world.append(1).pollTexts();
    await world.stopTail();
    const packed = gzipSync(readFileSync(world.append(40).path));
    world.remove();
    writeFileSync(world.pathTo('access.log.1.gz'), packed.subarray(0, packed.length / 2));
    await world.append(2).pollTexts();
    writeFileSync(world.pathTo('access.log.1.gz'), packed);
    await world.pollTexts();
  },
};
describe.each(Object.entries(stories))('the sound tailer', (name, story) => {
  it(`passes the story for the defect that ${name}`, async () => {
    expect(await findFaults(new TailWorld(), story)).toEqual([]);
  });
});
describe('the tests catch the defect that', () => {
  it.each(mutations.map((defect, n) => [defect.name, n, defect]))(
    '%s',
    async (name, n, { seed = 1 }) => {
      const story = stories[name];
      const faults =
        story === undefined
          ? await findFirstFailure(n, seed)
          : await findFaults(await makeMutatedWorld(n), story);
      expect(faults).not.toEqual([]);
    },
    searchMs,
  );
});
async function findFirstFailure(mutationIndex, first) {
  const { banners, runSchedule } = await mutatedPath('../support/random-schedules.js', mutationIndex);
  for (let seed = first; seed < first + seedsMax; seed++)
    for (const banner of banners) {
      const faults = await runSchedule(seed, banner).then(
        ({ lost, repeated }) => [...lost, ...repeated],
        describeError,
      );
      if (faults.length > 0) return faults;
    }
  return [];
}
async function makeMutatedWorld(mutationIndex) {
  const tailWorldModule = await mutatedPath('../support/tail-world.js', mutationIndex);
  return new tailWorldModule.TailWorld();
}
/** Imports a test module on top of a tailer with a defect. TypeScript cannot resolve such a path, hence the cast. */
const mutatedPath = (path, n) => import(`${path}?defect=${n}`);
async function findFaults(world, story) {
  try {
    await story(world);
    const { lost, repeated } = world.faults;
    return [...lost, ...repeated];
  } catch (error) {
    return describeError(error);
  } finally {
    await world.dispose();
  }
}
/** An error of the tailer counts as caught; a mutation that is no valid code proves nothing. */
function describeError(error) {
  if (error instanceof ReferenceError || error instanceof SyntaxError) throw error;
  return [String(error)];
}
