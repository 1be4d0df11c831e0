import { describe, expect, it } from 'vitest';
import { banners, runSchedule } from '../support/random-schedules.js';

/**
 * Schedules that once failed. While the program was down, a file of which only the banner was read was compressed (586),
 * or copied and truncated (700,051). A file rotated while empty got its first lines late (700,221). A copy made while
 * following was older than anything known (1914). Two files shared a banner, and one of them (2160) or an older one
 * (301,230) was known. A file that was empty, or taken for a copy, had lines of its own when it was compressed, with no
 * poll in between (1,001,092; 1,003,745; 1,010,726). The program stopped before the first line of an archive was stored
 * (1,011,826). An archive continued where the open file had ended, because it was made from a copy (1,014,756). Only
 * half a line of a file had been seen (1,025,320).
 */
const regressionSeeds = [
  586, 1914, 2160, 301_230, 700_051, 700_221, 700_544, 1_001_092, 1_003_745, 1_010_726, 1_011_826, 1_014_756,
];
const seeds = [...Array.from({ length: 35 }, (_, i) => i + 1), ...regressionSeeds];
/** `npm run soak` runs tens of thousands. */
describe.each(banners)('after the banner %j', (banner) => {
  it.each(seeds)('schedule %i loses nothing and repeats nothing', async (seed) => {
    const { steps, lost, repeated } = await runSchedule(seed, banner);
    expect({ lost, repeated }, steps).toEqual({ lost: [], repeated: [] });
  });
});
