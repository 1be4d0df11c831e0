import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { World } from '../support/tail-world.js';
import { defects } from '../support/tailer-mutations.js';

type Schedules = typeof import('../support/random-schedules.js');
type Worlds = typeof import('../support/tail-world.js');

/** Each is caught at once, or soon; so far it is looked for when the schedules have changed. */
const seedsMax = 2_000;
const searchMs = 120_000;

/** What schedules meet too rarely: each is right for a sound reader, and wrong for the one that it is named after. */
const stories: Record<string, (world: World) => Promise<unknown>> = {
  'a missing path ends the reading': async (w) => {
    await w.append(1).look();
    await w.renameAway().append(2).look();
    await w.down();
    w.remove().removeRotated();
    await w.append(1).look();
  },
  'a copy that is shorter is read for another file': async (w) => {
    await w.append(3).look();
    await w.copyAway().append(2).look();
    await w.truncate().append(1).look();
  },
  'only the beginning is compared': async (w) => {
    w.banner = 'a banner as long as all that is remembered of a head '.repeat(24).trim();
    await w.append(5).look();
    await w.copyTruncate().appendRaw(`${w.banner}\n`).append(30).look();
  },
  'only the end is compared': async (w) => {
    const end = 'the same words over and over, '.repeat(20).trim();
    await w.appendLines('one', end).look();
    await w.truncate().appendLines('two', end).look();
  },
  'an archive that ends too early counts as whole': async (w) => {
    await w.append(1).look();
    await w.down();
    const packed = gzipSync(readFileSync(w.append(40).path));
    w.remove();
    writeFileSync(w.at('access.log.1.gz'), packed.subarray(0, packed.length / 2));
    await w.append(2).look();
    writeFileSync(w.at('access.log.1.gz'), packed);
    await w.look();
  },
};

describe.each(Object.entries(stories))('a sound reader', (name, story) => {
  it(`is right where ${name} is wrong`, async () => {
    expect(await faultsIn(new World(), story)).toEqual([]);
  });
});

describe('a reader for which', () => {
  it.each(defects.map((defect, n) => [defect.name, n, defect] as const))(
    '%s is caught',
    async (name, n, { seed = 1 }) => {
      const story = stories[name];
      const found =
        story === undefined ? await firstWrong(n, seed) : await faultsIn(await brokenWorld(n), story);
      expect(found).not.toEqual([]);
    },
    searchMs,
  );
});

async function firstWrong(n: number, first: number): Promise<string[]> {
  const { banners, play } = await broken<Schedules>('../support/random-schedules.js', n);
  for (let seed = first; seed < first + seedsMax; seed++)
    for (const banner of banners) {
      const found = await play(seed, banner).then(({ lost, repeated }) => [...lost, ...repeated], thrown);
      if (found.length > 0) return found;
    }
  return [];
}

async function brokenWorld(n: number): Promise<World> {
  const worlds = await broken<Worlds>('../support/tail-world.js', n);
  return new worlds.World();
}

/** TypeScript cannot follow such an address; what it leads to is that module, above a reader with a defect in it. */
const broken = <Module>(path: string, n: number) => import(`${path}?defect=${n}`) as Promise<Module>;

async function faultsIn(world: World, story: (world: World) => Promise<unknown>): Promise<string[]> {
  try {
    await story(world);
    const { lost, repeated } = world.faults;
    return [...lost, ...repeated];
  } catch (error) {
    return thrown(error);
  } finally {
    await world.end();
  }
}

const thrown = (error: unknown) => [String(error)];
