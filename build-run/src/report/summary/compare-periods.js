import { sumClientImpacting } from '../../incidents/failure-counts.js';
import { hasTraffic } from '../repository.js';
/** Compares a period with the previous span. A group is new when it has no failures in `historySpan`. */
export function comparePeriods(previousSpan, historySpan, { groups, span }, repository) {
  // Without earlier logs everything would be new.
  const hasHistory = hasTraffic(repository.totals(historySpan));
  const countImpacting = (countedSpan, { cause, upstream }) =>
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
const goneMax = 5;
/** Fewer failures come and go by chance. */
const goneFailuresMin = 5;
