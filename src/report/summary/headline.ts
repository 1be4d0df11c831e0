import { sumClientImpacting } from '../../incidents/failure-counts.js';
import type { FailureFilter, FailureTotals, RankedCount } from '../repository.js';

/**
 * The number that stands for a period wherever one number does: failures that clients saw or may have seen. Those that a
 * retry saved, of background requests and the like are named beside it. A question about an outcome counts that outcome.
 */
export const countHeadline = (
  { failures, outcomes }: Pick<FailureTotals, 'failures' | 'outcomes'>,
  filter: Pick<FailureFilter, 'outcomes'> = {},
): number => (filter.outcomes === undefined ? sumClientImpacting(outcomes) : failures);

/** The same of one entry of a ranking. */
export const countRanked = (
  { count, clientImpacting }: Pick<RankedCount, 'count' | 'clientImpacting'>,
  filter: Pick<FailureFilter, 'outcomes'> = {},
): number => (filter.outcomes === undefined ? clientImpacting : count);
