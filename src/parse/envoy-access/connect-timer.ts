/** What is known of a connection that failed for a reason that the log does not name. */
export type Wait = {
  readonly durationMs: number | null;
  readonly tries: number | null;
  readonly retried: boolean;
  readonly bytesSent: number | null;
};

/**
 * True where the time it took looks like Envoy's own timer: whole seconds for every try and the little that retries wait
 * in between, or any long time with the answer that names no reason.
 */
export function looksLikeConnectTimer({ durationMs, tries, retried, bytesSent }: Wait): boolean {
  if (durationMs === null || durationMs < shortestMs) return false;
  if (bytesSent !== null && reasonless.has(bytesSent)) return true;
  const eachMs = durationMs / Math.max(1, tries ?? 1);
  const overMs = eachMs - Math.round(eachMs / 1000) * 1000;
  return overMs >= -earlyMs && overMs <= (retried ? backoffMs : lateMs);
}

/** Contour's two seconds are the shortest common setting that no refusal takes as long as. */
const shortestMs = 1_900;
const earlyMs = 20;
const lateMs = 60;
const backoffMs = 150;

/** `connection failure` up to 1.26 and `connection timeout` since, at first and after a retry: a refusal says more. */
const reasonless = new Set([91, 114]);
