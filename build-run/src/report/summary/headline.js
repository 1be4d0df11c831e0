import { sumClientImpacting } from '../../incidents/failure-counts.js';
/**
 * The number that stands for a period wherever one number does: failures that clients saw or may have seen. Those that a
 * retry saved, of background requests and the like are named beside it. A question about an outcome counts that outcome.
 */
export const countHeadline = ({ failures, outcomes }, filter = {}) =>
  filter.outcomes === undefined ? sumClientImpacting(outcomes) : failures;
/** The same of one entry of a ranking. */
export const countRanked = ({ count, clientImpacting }, filter = {}) =>
  filter.outcomes === undefined ? clientImpacting : count;
