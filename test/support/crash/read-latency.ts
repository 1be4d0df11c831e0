import { setTimeout as sleep } from 'node:timers/promises';
import { Followed } from './followed.js';

/** Times from written to counted, ms. */
export type Freshness = { readonly p50: number; readonly p99: number; readonly count: number };

const pollMs = 2;
const patienceMs = 5_000;

/** Writes lines one at a time while nothing else is to do, and takes the time until each is counted. */
export async function freshness(count: number): Promise<Freshness> {
  const followed = new Followed();
  try {
    await followed.start();
    const times: number[] = [];
    for (let i = 1; i <= count; i++) {
      await sleep(150 + ((i * 37) % 200));
      const written = performance.now();
      followed.append(1);
      while (followed.failures() < i && performance.now() - written < patienceMs) await sleep(pollMs);
      times.push(performance.now() - written);
    }
    times.sort((a, b) => a - b);
    const at = (share: number) => Math.round(times[Math.floor((times.length - 1) * share)] ?? 0);
    return { p50: at(0.5), p99: at(0.99), count };
  } finally {
    await followed.end();
  }
}
