/** What the failing routes of an incident answered before, and how long those that failed were waited for. */
export type UsualAnswers = {
  /** The route, if only one fails. */
  readonly route: string | null;
  /** Good answers in the quarter of an hour before. */
  readonly answers: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** The largest response header of a good answer; null where the log does not tell. */
  readonly headerBytes: number | null;
  /** Median time after which the failing attempts ended. */
  readonly failedMs: number;
  /** Share of the requests that fail, 0 to 1; null where the log does not tell. */
  readonly failedShare: number | null;
};

/**
 * True for routes that answered in less than half the time after which they fail now: no longer time limit would help. So
 * many fail that they cannot be the slowest of a hundred, which are slow by nature. False also where the log has no times.
 */
export const wasFast = ({ usual }: { readonly usual: UsualAnswers | null }): boolean =>
  usual !== null && usual.p99Ms * 2 < usual.failedMs && (usual.failedShare ?? 0) >= failedShareMin;

/** Ten times the share of those that the quantile leaves out. */
const failedShareMin = 0.1;

/** Seconds for a longer time limit: three times that in force if it is known, and at least these. */
export const proposeTimeoutS = (
  { usual }: { readonly usual: UsualAnswers | null },
  atLeastS: number,
): number => Math.max(atLeastS, Math.ceil(((usual?.failedMs ?? 0) * 3) / 1_000));
