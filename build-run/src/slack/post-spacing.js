import { setTimeout as sleep } from 'node:timers/promises';
/** One queue per channel: Slack accepts about one post a second in each. */
export function createRateLimiter(betweenMs) {
  let previous = Promise.resolve();
  let spacedEndedAt = Number.NEGATIVE_INFINITY;
  const run = (work) => {
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
