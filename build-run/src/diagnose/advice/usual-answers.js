/**
 * True for routes that answered in less than half the time after which they fail now: no longer time limit would help. So
 * many fail that they cannot be the slowest of a hundred, which are slow by nature. False also where the log has no times.
 */
export const wasFast = ({ usual }) =>
  usual !== null && usual.p99Ms * 2 < usual.failedMs && (usual.failedShare ?? 0) >= failedShareMin;
/** Ten times the share of those that the quantile leaves out. */
const failedShareMin = 0.1;
/** Seconds for a longer time limit: three times that in force if it is known, and at least these. */
export const proposeTimeoutS = ({ usual }, atLeastS) =>
  Math.max(atLeastS, Math.ceil(((usual?.failedMs ?? 0) * 3) / 1_000));
