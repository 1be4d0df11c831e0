import { makeWorld } from './make-world.js';
import { isKnown } from './pending.js';
import { trySeed } from './try-seed.js';

/** Worlds of the sample are small, and most of them only analyzed: the gate has little time. */
const requestsMax = 60;
const effort = { followedEvery: 8, addedUpEvery: 2 };

/** What is wrong in the worlds of these seeds, and how much was compared. */
export async function trySample(from: number, count: number) {
  const wrong: string[] = [];
  let comparisons = 0;
  for (let seed = from; seed < from + count; seed++) {
    const { features } = makeWorld(seed);
    const overrides = { requests: Math.min(requestsMax, features.requests) };
    const result = await trySeed(seed, { overrides, effort });
    comparisons += result.comparisons;
    for (const mismatch of result.mismatches.filter((one) => !isKnown(seed, one)))
      wrong.push(`seed ${seed}: ${JSON.stringify(mismatch)}`);
  }
  return { wrong, comparisons };
}
