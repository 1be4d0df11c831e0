import { setTimeout as sleep } from 'node:timers/promises';
import { FollowedLog } from './followed.js';

const pollMs = 2;
const timeoutMs = 5_000;
/** Writes single lines to an idle bot and measures the time until each is counted. */
export async function measureReadLatency(count) {
  const followedLog = new FollowedLog();
  try {
    await followedLog.start();
    const times = [];
    for (let i = 1; i <= count; i++) {
      await sleep(150 + ((i * 37) % 200));
      const writtenAt = performance.now();
      followedLog.append(1);
      while (followedLog.countFailures() < i && performance.now() - writtenAt < timeoutMs)
        await sleep(pollMs);
      times.push(performance.now() - writtenAt);
    }
    times.sort((a, b) => a - b);
    const quantile = (share) => Math.round(times[Math.floor((times.length - 1) * share)] ?? 0);
    return { p50: quantile(0.5), p99: quantile(0.99), count };
  } finally {
    await followedLog.dispose();
  }
}
