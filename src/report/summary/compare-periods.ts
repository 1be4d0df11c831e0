import type { Span } from '../../base/span.js';
import type { CauseId } from '../../diagnose/causes/index.js';
import { sumClientImpacting } from '../../incidents/failure-counts.js';
import { hasTraffic, type Repository } from '../repository.js';
import type { PeriodSummary } from './period.js';

/** What is different from an earlier time. */
export type PeriodComparison = {
  /** How it was with each group then. */
  readonly groups: readonly GroupComparison[];
  /** What failed then and no longer does, most frequent first. */
  readonly gone: readonly GoneGroup[];
};

/** One for each group of the facts, in their order. */
export type GroupComparison = { readonly alarming: number; readonly isNew: boolean };
export type GoneGroup = {
  readonly cause: CauseId;
  readonly upstream: string | null;
  readonly alarming: number;
};

/** Compares a span with the one before, and tells what had never been in `past`. */
export function comparePeriods(
  previousSpan: Span,
  historySpan: Span,
  { groups, span }: Pick<PeriodSummary, 'groups' | 'span'>,
  repository: Repository,
): PeriodComparison {
  // Where nothing was read before, everything would be new.
  const hasHistory = hasTraffic(repository.totals(historySpan));
  const countImpacting = (countedSpan: Span, { cause, upstream }: GroupKey) =>
    sumClientImpacting(repository.totals(countedSpan, { cause, upstream }).outcomes);
  return {
    groups: groups.map((group) => ({
      alarming: countImpacting(previousSpan, group),
      isNew:
        hasHistory &&
        repository.totals(historySpan, { cause: group.cause, upstream: group.upstream }).failures === 0,
    })),
    gone: repository
      .groups(previousSpan, goneMax * 2)
      .map(({ cause, upstream, outcomes }) => ({
        cause,
        upstream,
        alarming: sumClientImpacting(outcomes),
      }))
      .filter((group) => group.alarming >= goneFailuresMin && countImpacting(span, group) === 0)
      .slice(0, goneMax),
  };
}

type GroupKey = { readonly cause: CauseId; readonly upstream: string | null };

const goneMax = 5;
/** Fewer than these come and go without a reason. */
const goneFailuresMin = 5;
