import type { Span } from '../../base/span.js';
import type { CauseId } from '../../diagnose/causes/index.js';
import { sumClientImpacting } from '../../incidents/failure-counts.js';
import { hasTraffic, type Repository } from '../repository.js';
import type { PeriodSummary } from './period.js';

/** Differences between a period and an earlier one. */
export type PeriodComparison = {
  /** Earlier counts of each group, in the order of the summary's groups. */
  readonly groups: readonly GroupComparison[];
  /** Groups that failed in the earlier period and no longer do, most frequent first. */
  readonly gone: readonly GoneGroup[];
};

export type GroupComparison = { readonly clientImpacting: number; readonly isNew: boolean };
export type GoneGroup = {
  readonly cause: CauseId;
  readonly upstream: string | null;
  readonly clientImpacting: number;
};

/** Compares a period with the previous span. A group is new when it has no failures in `historySpan`. */
export function comparePeriods(
  previousSpan: Span,
  historySpan: Span,
  { groups, span }: Pick<PeriodSummary, 'groups' | 'span'>,
  repository: Repository,
): PeriodComparison {
  // Without earlier logs everything would be new.
  const hasHistory = hasTraffic(repository.totals(historySpan));
  const countImpacting = (countedSpan: Span, { cause, upstream }: GroupKey) =>
    sumClientImpacting(repository.totals(countedSpan, { cause, upstream }).outcomes);
  return {
    groups: groups.map((group) => ({
      clientImpacting: countImpacting(previousSpan, group),
      isNew:
        hasHistory &&
        repository.totals(historySpan, { cause: group.cause, upstream: group.upstream }).failures === 0,
    })),
    gone: repository
      .groups(previousSpan, goneMax * 2)
      .map(({ cause, upstream, outcomes }) => ({
        cause,
        upstream,
        clientImpacting: sumClientImpacting(outcomes),
      }))
      .filter((group) => group.clientImpacting >= goneFailuresMin && countImpacting(span, group) === 0)
      .slice(0, goneMax),
  };
}

type GroupKey = { readonly cause: CauseId; readonly upstream: string | null };

const goneMax = 5;
/** Fewer failures come and go by chance. */
const goneFailuresMin = 5;
