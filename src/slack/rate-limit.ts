import { setTimeout as sleep } from 'node:timers/promises';

/** Runs work one by one, in the order in which it came. */
export type RateLimiter = {
  /** Starts `betweenMs` after the previous spaced work ended. */
  runSpaced<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Starts as soon as nothing else runs. */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
};

/** One queue for one channel: Slack takes about one post a second there. */
export function createRateLimiter(betweenMs: number): RateLimiter {
  let previous: Promise<unknown> = Promise.resolve();
  let spacedEndedAt = Number.NEGATIVE_INFINITY;

  const run = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = previous.then(work);
    previous = result.catch(() => {});
    return result;
  };

  return {
    run,
    runSpaced: (work) =>
      run(async () => {
        await sleep(Math.max(0, spacedEndedAt + betweenMs - performance.now()));
        try {
          return await work();
        } finally {
          spacedEndedAt = performance.now();
        }
      }),
  };
}
