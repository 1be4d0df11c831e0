/** What is known of a connection that failed for a reason that the log does not name. */
export type ConnectWait = {
  readonly durationMs: number | null;
  readonly attempts: number | null;
  readonly wasRetried: boolean;
  readonly bytesSent: number | null;
};

/**
 * True where the time it took looks like Envoy's own timer: whole seconds for every try and the little that retries wait
 * in between, or any long time with the answer that names no reason.
 */
export function isConnectTimeout({ durationMs, attempts, wasRetried, bytesSent }: ConnectWait): boolean {
  if (durationMs === null || durationMs < timeoutMsMin) return false;
  if (bytesSent !== null && reasonlessBodyLengths.has(bytesSent)) return true;
  const perAttemptMs = durationMs / Math.max(1, attempts ?? 1);
  const deviationMs = perAttemptMs - Math.round(perAttemptMs / 1000) * 1000;
  return deviationMs >= -earlyMsMax && deviationMs <= (wasRetried ? backoffMsMax : lateMsMax);
}

/** Contour's two seconds are the shortest common setting that no refusal takes as long as. */
const timeoutMsMin = 1_900;
const earlyMsMax = 20;
const lateMsMax = 60;
const backoffMsMax = 150;

/** `connection failure` up to 1.26 and `connection timeout` since, at first and after a retry: a refusal says more. */
const reasonlessBodyLengths = new Set([91, 114]);
