import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '../random.js';
import { BotUnderFire } from './bot-under-fire.js';
import { countRequests, waitUntilCounted } from './count-requests.js';
import { PretendedKubelet } from './pretended-kubelet.js';
/** Globs over the logs of containers, relative to `/var/log`. */
export const podRows = {
  pods: ['pods/*/*/*.log'],
  containers: ['containers/*.log'],
  'pods-and-containers': ['pods/*/*/*.log', 'containers/*.log'],
};
const stepMs = 50;
/** Plays a row with a pretended kubelet: it rotates and compresses logs, restarts containers and replaces their links. */
export async function playPods(globs, options) {
  const random = createRandom(options.seed);
  const base = mkdtempSync(join(tmpdir(), 'badgateway-pods-'));
  const kubelet = new PretendedKubelet(base);
  const bot = new BotUnderFire(base, { LOGS: globs.map((glob) => join(base, glob)).join(',') });
  try {
    await bot.waitUntilFollowing();
    const written = new Set();
    const fire = bot.killDuring(options, random);
    const startedAt = performance.now();
    let rotations = 0;
    let nextRotation = options.rotateEveryMs;
    while (written.size < options.requests) {
      const elapsedMs = performance.now() - startedAt;
      const due = Math.min(options.requests, Math.ceil((elapsedMs * options.perSecond) / 1_000));
      for (let number = written.size; number < due; number++) {
        kubelet.write(number);
        written.add(number);
      }
      if (elapsedMs > nextRotation) {
        nextRotation = elapsedMs + options.rotateEveryMs / 2 + random(options.rotateEveryMs);
        rotations++;
        if (random(3) === 0) kubelet.restartContainer();
        else kubelet.rotate();
      }
      await sleep(stepMs);
    }
    await fire;
    const lateMs = await waitUntilCounted(base, false, written.size);
    return { ...countRequests(base, written, false), rotations, kills: options.kills, lateMs };
  } finally {
    await bot.stop();
    rmSync(base, { recursive: true, force: true });
  }
}
