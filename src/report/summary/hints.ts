import type { Span } from '../../base/span.js';
import type { CauseId } from '../../diagnose/cause.js';
import type { DrawnHint } from '../../diagnose/hints/hint.js';
import { hintsFrom } from '../../diagnose/hints/index.js';
import type { Family } from '../../parse/decoder.js';
import type { Ledger } from '../repository.js';

/** Gathers what hints about a cause at an upstream are drawn from, and draws them: the surest two. */
export function hintsAbout(
  { cause, upstream, family }: Struck,
  { from, to }: Span,
  ledger: Ledger,
): readonly DrawnHint[] {
  // What the log names nobody for may be several upstreams, and their pattern none.
  if (upstream === null) return [];
  const around = { from: from - aroundMs, to: to + aroundMs };
  const changes = ledger.changes({ from: from - changesMs, to: around.to });
  return hintsFrom({
    ...ledger.conduct(around, { upstream, cause }),
    cause,
    upstream,
    family,
    changes: [...changes].sort((one, other) => one.at - other.at),
  }).slice(0, hintsMax);
}

type Struck = { readonly cause: CauseId; readonly upstream: string | null; readonly family: Family };

/** How peers fared before and after tells what is wrong with them meanwhile. */
const aroundMs = 10 * 60_000;
const changesMs = 40 * 60_000;
const hintsMax = 2;
