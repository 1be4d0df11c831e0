import { describe, expect, it } from 'vitest';
import { hasNginx } from '../support/nginx-lab/nginx.js';
import type { RowOptions } from '../support/torture/bot-under-fire.js';
import type { RowReport } from '../support/torture/count-requests.js';
import { playPods, podRows } from '../support/torture/play-pods.js';
import { playRow } from '../support/torture/play-row.js';
import { hasLogrotate } from '../support/torture/rotator.js';
import { rows } from '../support/torture/rows.js';

/** A sample of `npm run torture`, which plays all rows, longer. */
const sample: RowOptions = {
  seed: 7,
  requests: 500,
  perSecond: 125,
  kills: 1,
  downMsMax: 2_500,
  rotateEveryMs: 800,
};

/** On a busy machine a compressed log that is rotated twice between two polls is told as a gap, though nothing is lost. */
const slowly: RowOptions = { ...sample, perSecond: 60, rotateEveryMs: 2_000 };

const faultless: Partial<RowReport> = { lost: [], doubled: [], unjoined: 0, foreign: 0, gaps: [] };

describe.skipIf(!hasNginx || !hasLogrotate)('a real nginx and logrotate, while the program is killed', () => {
  it.each(['dateext-unix-time', 'compress-olddir', 'gzip-compress'])(
    '%s: each request is counted once',
    async (name) => {
      const options = name === 'gzip-compress' ? slowly : sample;
      const report = await playRow(rows[name] ?? expect.fail(name), options);
      expect(report).toMatchObject({ answered: sample.requests, ...faultless });
      expect(report.rotations).toBeGreaterThan(2);
    },
    120_000,
  );
});

describe('a pretended kubelet, while the program is killed', () => {
  it.each(['containers', 'pods-and-containers'])(
    '%s: each line is counted once',
    async (name) => {
      const report = await playPods(podRows[name] ?? expect.fail(name), sample);
      expect(report).toMatchObject({ answered: sample.requests, ...faultless });
      expect(report.rotations).toBeGreaterThan(2);
    },
    120_000,
  );
});
