import { minuteMs } from '../../base/duration.js';
import { detectHints } from '../../diagnose/hints/index.js';
/** Detects hints about a cause at an upstream: at most two, by what one does about them. */
export function collectHints({ cause, upstream, product, facts }, { from, to }, repository) {
  // Failures without an upstream name may come from several, so that their pattern means nothing.
  if (upstream === null) return [];
  const surroundingSpan = { from: from - surroundingMs, to: to + surroundingMs };
  const changes = repository.changes({ from: from - changeLookbackMs, to: surroundingSpan.to });
  return detectHints({
    ...repository.upstreamStats(surroundingSpan, { upstream, cause }),
    cause,
    upstream,
    product,
    facts,
    changes: [...changes].sort((a, b) => a.at - b.at),
  }).slice(0, hintsMax);
}
/** Peers are compared with their behaviour before and after. */
const surroundingMs = 10 * minuteMs;
const changeLookbackMs = 40 * minuteMs;
const hintsMax = 2;
