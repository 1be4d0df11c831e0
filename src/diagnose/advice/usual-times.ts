/** How long the failing routes of an incident took before, and how long those that failed were waited for. */
export type UsualTimes = {
  /** The route, if only one fails. */
  readonly route: string | null;
  /** Good answers in the quarter of an hour before. */
  readonly answers: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Median time after which the failing attempts ended. */
  readonly failedMs: number;
};

/**
 * True for routes that answered in less than half the time after which they fail now: no longer time limit would help.
 * False also where the log has no times.
 */
export const wasFast = ({ usualTimes }: { readonly usualTimes: UsualTimes | null }): boolean =>
  usualTimes !== null && usualTimes.p99Ms * 2 < usualTimes.failedMs;
