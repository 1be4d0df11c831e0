import { describe, expect, it } from 'vitest';
import { banners, runSchedule } from '../support/random-schedules.js';

/**
 * Those that once went wrong come last: a banner alone was read of a file that was packed (586), or copied and truncated
 * (700,051), while nobody looked; a file that was rotated while empty got its first lines late (700,221); a copy that was
 * made while we followed was older than anything known (1914); two files shared a banner, and one of them was known (2160),
 * or an older one did (301,230); a file that was empty, or taken for a copy, had lines of its own when it was packed,
 * and nobody looked in between (1,001,092; 1,003,745; 1,010,726); we were stopped before the first line of an archive
 * was stored (1,011,826); an archive went on where the file that we held had ended, for it was made of a copy (1,014,756);
 * half a line was all that had been seen of a file (1,025,320).
 */
const regressionSeeds = [
  586, 1914, 2160, 301_230, 700_051, 700_221, 700_544, 1_001_092, 1_003_745, 1_010_726, 1_011_826, 1_014_756,
];
const seeds = [...Array.from({ length: 35 }, (_, i) => i + 1), ...regressionSeeds];

/** `npm run soak` plays tens of thousands. */
describe.each(banners)('after the banner %j', (banner) => {
  it.each(seeds)('schedule %i loses nothing and repeats nothing', async (seed) => {
    const { steps, lost, repeated } = await runSchedule(seed, banner);
    expect({ lost, repeated }, steps).toEqual({ lost: [], repeated: [] });
  });
});
