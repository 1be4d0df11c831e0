import { expect, it } from 'vitest';
import { trySample } from './sample.js';

/** Half of a sample of `npm run truth`; the other half is in `sample-odd.test.ts`. */
const firsts = [51, 151, 251, 351, 451];

it.each(firsts)(
  'all that is said about the worlds of fifty seeds from %i on is true',
  {
    timeout: 120_000,
  },
  async (first) => {
    const { wrong, comparisons } = await trySample(first, 50);
    expect(wrong).toEqual([]);
    expect(comparisons).toBeGreaterThan(1_000);
  },
);
