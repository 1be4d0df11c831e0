import { describe, expect, it } from 'vitest';
import { banners, play } from './tail-schedule.js';

/**
 * Those that once went wrong come last: a banner alone was read of a file that was packed (586), or copied and truncated
 * (700,051), while nobody looked; a file that was rotated while empty got its first lines late (700,221); a copy that was
 * made while we followed was older than anything known (1914); two files shared a banner, and one of them was known (2160).
 */
const seeds = [...Array.from({ length: 35 }, (_, i) => i + 1), 586, 1914, 2160, 700_051, 700_221, 700_544];

/** `npm run soak` plays tens of thousands. */
describe.each(banners)('behind the banner %j', (banner) => {
  it.each(seeds)('schedule %i loses nothing and repeats nothing', async (seed) => {
    const { steps, lost, repeated } = await play(seed, banner);
    expect({ lost, repeated }, steps).toEqual({ lost: [], repeated: [] });
  });
});
