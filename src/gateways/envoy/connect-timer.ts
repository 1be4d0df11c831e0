/**
 * True where the time that a failed connection took looks like Envoy's own timer, of which the log says nothing up to
 * 1.26: whole seconds for every try, and the little that retries wait in between.
 */
export function looksLikeConnectTimer(durationMs: number | null, tries: number | null): boolean {
  if (durationMs === null || durationMs < shortestMs) return false;
  const count = Math.max(1, tries ?? 1);
  const eachMs = durationMs / count;
  const overMs = eachMs - Math.round(eachMs / 1000) * 1000;
  return overMs >= -earlyMs && overMs <= (count === 1 ? lateMs : backoffMs);
}

/** Contour's two seconds are the shortest common setting that no refusal takes as long as. */
const shortestMs = 1_900;
const earlyMs = 20;
const lateMs = 60;
const backoffMs = 150;
