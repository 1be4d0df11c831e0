/**
 * True for routes that answered in less than half the time after which they fail now: no longer time limit would help.
 * False also where the log has no times.
 */
export const wasFast = ({ usualTimes }) => usualTimes !== null && usualTimes.p99Ms * 2 < usualTimes.failedMs;
