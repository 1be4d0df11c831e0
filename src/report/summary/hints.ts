import { minuteMs } from '../../base/duration.js';
import type { Span } from '../../base/span.js';
import type { CauseId } from '../../diagnose/causes/index.js';
import { type DetectedHint, detectHints } from '../../diagnose/hints/index.js';
import type { Product } from '../../parse/decoder.js';
import type { Repository } from '../repository.js';

/** Gathers what hints about a cause at an upstream are drawn from, and draws them: the surest two. */
export function collectHints(
  { cause, upstream, product }: HintTarget,
  { from, to }: Span,
  repository: Repository,
): readonly DetectedHint[] {
  // What the log names nobody for may be several upstreams, and their pattern none.
  if (upstream === null) return [];
  const surroundingSpan = { from: from - surroundingMs, to: to + surroundingMs };
  const changes = repository.changes({ from: from - changeLookbackMs, to: surroundingSpan.to });
  return detectHints({
    ...repository.upstreamStats(surroundingSpan, { upstream, cause }),
    cause,
    upstream,
    product,
    changes: [...changes].sort((a, b) => a.at - b.at),
  }).slice(0, hintsMax);
}

type HintTarget = { readonly cause: CauseId; readonly upstream: string | null; readonly product: Product };

/** How peers fared before and after tells what is wrong with them meanwhile. */
const surroundingMs = 10 * minuteMs;
const changeLookbackMs = 40 * minuteMs;
const hintsMax = 2;
