import { setTimeout as sleep } from 'node:timers/promises';

/** Runs work one by one, in the order in which it came. */
export type Turns = {
  /** Starts `betweenMs` after the previous spaced work ended. */
  spaced<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Starts as soon as nothing else runs. */
  next<Result>(work: () => Promise<Result>): Promise<Result>;
};

/** One queue for one channel: Slack takes about one post a second there. */
export function takingTurns(betweenMs: number): Turns {
  let previous: Promise<unknown> = Promise.resolve();
  let spacedEndedAt = Number.NEGATIVE_INFINITY;

  const next = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const mine = previous.then(work);
    previous = mine.catch(() => {});
    return mine;
  };

  return {
    next,
    spaced: (work) =>
      next(async () => {
        await sleep(Math.max(0, spacedEndedAt + betweenMs - performance.now()));
        try {
          return await work();
        } finally {
          spacedEndedAt = performance.now();
        }
      }),
  };
}
