import { expect, it } from 'vitest';
import { namedSeeds } from './named-seeds.js';
import { everything, trySeed } from './try-seed.js';

it.each(namedSeeds)('seed $seed: $was', { timeout: 60_000 }, async ({ seed, overrides = {} }) => {
  const { mismatches, comparisons } = await trySeed(seed, { overrides, effort: everything });
  expect(mismatches).toEqual([]);
  expect(comparisons).toBeGreaterThan(10);
});
