import { describe, expect, it } from 'vitest';
import { banners, play } from './tail-schedule.js';

/** The last of them is the one in a thousand where a banner alone had been read of a file that was packed since. */
const seeds = [...Array.from({ length: 35 }, (_, i) => i + 1), 586];

/** `npm run soak` plays tens of thousands. */
describe.each(banners)('behind the banner %j', (banner) => {
  it.each(seeds)('schedule %i loses nothing and repeats nothing', async (seed) => {
    const { steps, lost, repeated } = await play(seed, banner);
    expect({ lost, repeated }, steps).toEqual({ lost: [], repeated: [] });
  });
});
