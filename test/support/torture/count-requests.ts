import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dayMs } from '../../../src/base/duration.js';
import { openStoreReader, type StoreReader } from '../../../src/storage/store.js';

/** What became of the requests; the truth is what the clients were answered. */
export type RowReport = {
  readonly answered: number;
  readonly rotations: number;
  readonly kills: number;
  readonly lost: readonly number[];
  readonly doubled: readonly number[];
  /** Requests whose line in the access log was not found, where there is one. */
  readonly unjoined: number;
  /** Failures whose request is none that was made. */
  readonly foreign: number;
  readonly gaps: readonly string[];
  /** How long after the load the last one was counted. */
  readonly lateMs: number;
};

/** Longer than the minute in which lost lines are still looked for. */
const settleMsMax = 90_000;
const quietMs = 4_000;

/** Returns true once the program has stored that it follows a log. */
export function hasLooked(base: string): boolean {
  try {
    return read(base, (store) => store.coverage().length > 0);
  } catch {
    return false;
  }
}

/** Waits until all are counted and nothing more comes: what is counted twice comes late. */
export async function waitUntilCounted(
  base: string,
  hasAccessLog: boolean,
  expected: number,
): Promise<number> {
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

const countUnjoined = (store: StoreReader) =>
  [...store.allFailures({ from: 0, to: Date.now() + dayMs })].filter(
    ({ outcome }) => outcome !== 'client-visible',
  ).length;

/** Compares what the program counted with what the clients were answered. */
export function countRequests(
  base: string,
  answered: ReadonlySet<number>,
  hasAccessLog: boolean,
): Pick<RowReport, 'answered' | 'lost' | 'doubled' | 'unjoined' | 'foreign' | 'gaps'> {
  return read(base, (store) => {
    const counts = new Map<number, number>();
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

function read<Result>(base: string, query: (store: StoreReader) => Result): Result {
  const store = openStoreReader(join(base, 'bot.db'));
  try {
    return query(store);
  } finally {
    store.close();
  }
}
