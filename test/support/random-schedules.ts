import { type Random, randomFrom } from './random.js';
import { World } from './tail-world.js';

type Step = readonly [weight: number, name: string, run: (world: World, random: Random) => unknown];

const steps: readonly Step[] = [
  [10, 'append', (w, random) => w.append(1 + random(30))],
  [10, 'look', (w) => w.look()],
  [2, 'half a line, then its rest', half],
  [3, 'rename and create', (w) => w.rotate()],
  [2, 'rename', (w) => w.renameAway()],
  [2, 'create', (w) => w.reopen()],
  [3, 'write to the old file', (w, random) => w.appendToOld(1 + random(9))],
  [3, 'copy and truncate', (w) => (w.writesToPath ? w.copyTruncate() : w)],
  [2, 'copy, look, truncate', copied],
  [2, 'compress', (w, random) => w.compress(1 + random(4))],
  [2, 'replace by a copy', (w) => w.replaceByCopy()],
  [2, 'delete and create', removed],
  [3, 'crash', (w) => w.down()],
  [3, 'the store refuses a chunk', refused],
  [3, 'write during a look', (w) => during(w, () => w.append(2))],
  [3, 'rotate during a look', (w) => during(w, () => w.rotate().append(2))],
];

const wheel = steps.flatMap((step) => Array.from({ length: step[0] }, () => step));
const stepsMax = 30;

/** What stands at the head of each file: nothing, or more than many a file holds besides. */
export const banners: readonly string[] = ['', 'format: one\n'.repeat(9).trim()];

/** A schedule that was played: its steps, and what the tail did wrong. */
export type Played = { readonly steps: string; readonly lost: string[]; readonly repeated: string[] };

/**
 * Plays a schedule that nobody thought of: what a writer, logrotate and a dying process may do, in any order. Nothing
 * here removes a line that was not readable by the next look, so the truth is simply all that was written.
 */
export async function play(seed: number, banner: string): Promise<Played> {
  const world = new World();
  const random = randomFrom(seed);
  const done: string[] = [];
  world.banner = banner;
  try {
    await world.append(1).look();
    for (let i = 0; i < stepsMax; i++) {
      const step = wheel[random(wheel.length)];
      done.push(step?.[1] ?? '');
      await step?.[2](world, random);
    }
    world.reopen();
    await world.look();
    await world.look();
    // Whatever is held open or missed is given up now, and what was written last must have been read before.
    world.now += 60_000;
    await world.look();
    await world.look();
    return { steps: done.join(' · '), ...world.faults };
  } finally {
    await world.end();
  }
}

async function half(world: World, random: Random): Promise<void> {
  const text = `half a line ${random(1e9)}`;
  world.appendRaw(text);
  if (random(2) === 0) await world.look();
  else await world.restart();
  world.appendRaw(' and its rest\n');
  world.written.push(`${text} and its rest`);
}

async function removed(world: World): Promise<void> {
  if (!world.writesToPath) return;
  await world.look();
  world.append(2).remove().reopen();
  await world.look();
}

async function copied(world: World): Promise<void> {
  if (!world.writesToPath) return;
  world.copyAway();
  await world.look();
  world.truncate();
}

async function refused(world: World, random: Random): Promise<void> {
  let left = random(3);
  world.onChunk = () => {
    if (left-- === 0) throw new Error('disk full');
  };
  await world.look().catch(() => {});
  world.onChunk = () => {};
}

async function during(world: World, happen: () => unknown): Promise<void> {
  world.append(1);
  world.onChunk = () => {
    world.onChunk = () => {};
    happen();
  };
  await world.look();
  world.onChunk = () => {};
}
