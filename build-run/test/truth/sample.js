import { expect, it } from 'vitest';
import { makeWorld } from './make-world.js';
import { trySeed } from './try-seed.js';

/** Worlds of the sample are small, and most of them only analyzed: the gate has little time. */
const requestsMax = 60;
const effort = { followedEvery: 8, addedUpEvery: 2 };
/** Tests fifty seeds from each of these on. The sample is in several files, for several processors. */
export const testSample = (firsts) =>
  it.each(firsts)(
    'all that is said about the worlds of fifty seeds from %i on is true',
    { timeout: 120_000 },
    async (first) => {
      const { wrong, comparisons } = await trySample(first, 50);
      expect(wrong).toEqual([]);
      expect(comparisons).toBeGreaterThan(1_000);
    },
  );
/** What is wrong in the worlds of these seeds, and how much was compared. */
async function trySample(from, count) {
  const wrong = [];
  let comparisons = 0;
  for (let seed = from; seed < from + count; seed++) {
    const { features } = makeWorld(seed);
    const overrides = { requests: Math.min(requestsMax, features.requests) };
    const result = await trySeed(seed, { overrides, effort });
    comparisons += result.comparisons;
    for (const mismatch of result.mismatches) wrong.push(`seed ${seed}: ${JSON.stringify(mismatch)}`);
  }
  return { wrong, comparisons };
}
