import { setTimeout as sleep } from 'node:timers/promises';

/** Runs work one at a time, in order of arrival. */
export type RateLimiter = {
  /** Runs the work at least `betweenMs` after the previous spaced work ended. */
  runSpaced<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Runs the work as soon as nothing else runs. */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
};

/** One queue per channel: Slack accepts about one post a second in each. */
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
