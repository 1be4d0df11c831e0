/**
 * True if the duration looks like Envoy's connect timeout: whole seconds per attempt plus the short retry backoff, or any
 * long duration with the answer that names no reason.
 */
export function isConnectTimeout({ durationMs, attempts, wasRetried, bytesSent }) {
  if (durationMs === null || durationMs < timeoutMsMin) return false;
  if (bytesSent !== null && reasonlessBodyLengths.has(bytesSent)) return true;
  const perAttemptMs = durationMs / Math.max(1, attempts ?? 1);
  const deviationMs = perAttemptMs - Math.round(perAttemptMs / 1000) * 1000;
  return deviationMs >= -earlyMsMax && deviationMs <= (wasRetried ? backoffMsMax : lateMsMax);
}
/** Just below Contour's two seconds, the shortest common timeout; a refused connection fails sooner. */
const timeoutMsMin = 1_900;
const earlyMsMax = 20;
const lateMsMax = 60;
const backoffMsMax = 150;
/** Lengths of `connection failure` up to 1.26 and `connection timeout` since, without and with retry. A refusal has a longer text. */
const reasonlessBodyLengths = new Set([91, 114]);
