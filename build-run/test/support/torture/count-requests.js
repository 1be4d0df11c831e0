import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dayMs } from '../../../src/base/duration.js';
import { openStoreReader } from '../../../src/storage/store.js';

/** Longer than the minute in which lost lines are still looked for. */
const settleMsMax = 90_000;
const quietMs = 4_000;
/** Returns true once the program has stored that it follows a log. */
export function hasLooked(base) {
  try {
    return read(base, (store) => store.coverage().length > 0);
  } catch {
    return false;
  }
}
/** Waits until all are counted and nothing more comes: what is counted twice comes late. */
export async function waitUntilCounted(base, hasAccessLog, expected) {
  const startedAt = performance.now();
  let last = -1;
  let changedAt = startedAt;
  while (performance.now() - startedAt < settleMsMax) {
    const count = read(base, (store) => store.totals({ from: 0, to: Date.now() + dayMs }).failures);
    if (count !== last) changedAt = performance.now();
    last = count;
    const isJoined = !hasAccessLog || read(base, countUnjoined) === 0;
    if (count >= expected && isJoined && performance.now() - changedAt > quietMs) break;
    await sleep(250);
  }
  return Math.round(changedAt - startedAt);
}
const countUnjoined = (store) =>
  [...store.allFailures({ from: 0, to: Date.now() + dayMs })].filter(
    ({ outcome }) => outcome !== 'client-visible',
  ).length;
/** Compares what the program counted with what the clients were answered. */
export function countRequests(base, answered, hasAccessLog) {
  return read(base, (store) => {
    const counts = new Map();
    let foreign = 0;
    let unjoined = 0;
    for (const { request, outcome } of store.allFailures({ from: 0, to: Date.now() + dayMs })) {
      const number = Number(/^\/r\/(\d+)$/.exec(request?.target ?? '')?.[1] ?? Number.NaN);
      if (answered.has(number)) counts.set(number, (counts.get(number) ?? 0) + 1);
      else foreign++;
      if (outcome !== 'client-visible') unjoined++;
    }
    const gaps = store.dataLosses({ from: 0, to: Date.now() + dayMs });
    return {
      answered: answered.size,
      lost: [...answered].filter((number) => !counts.has(number)),
      doubled: [...counts].filter(([, count]) => count > 1).map(([number]) => number),
      unjoined: hasAccessLog ? unjoined : 0,
      foreign,
      gaps: gaps.map(({ bytes, why }) => `${bytes ?? 'unknown'} bytes: ${why}`),
    };
  });
}
function read(base, query) {
  const store = openStoreReader(join(base, 'bot.db'));
  try {
    return query(store);
  } finally {
    store.close();
  }
}
