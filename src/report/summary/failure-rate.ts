import { minuteMs } from '../../base/duration.js';
import type { Span } from '../../base/span.js';
import type { Dimension, FailureFilter, RankedCount, Repository } from '../repository.js';

/** What failed, beside its own requests; null where these are not known for that time, or are fewer than what failed. */
export type RankedRate = RankedCount & { readonly requests: number | null };

/** What was ranked, with the requests that it is a share of. */
export function addRequestCounts(
  ranked: readonly RankedCount[],
  by: Dimension,
  {
    repository,
    span,
    filter,
  }: { readonly repository: Repository; readonly span: Span; readonly filter: FailureFilter },
): readonly RankedRate[] {
  const countRequests = createRequestCounter(ranked, by, { repository, span, filter });
  return ranked.map((entry) => {
    const requests = countRequests(entry.key);
    return { ...entry, requests: requests === null || requests < entry.count ? null : requests };
  });
}

/** Who surely fails for the greatest share of its own requests first; what has no requests comes behind. */
export const rankByRate = (rates: readonly RankedRate[]): readonly RankedRate[] =>
  [...rates].sort((a, b) => lowerRateBound(b) - lowerRateBound(a));

/** So many deviations below what was counted: of few failures one more or less would else decide. */
const zScore = 1.64;

const lowerRateBound = ({ count, requests }: RankedRate): number =>
  requests === null ? -1 : Math.max(0, count - zScore * Math.sqrt(count)) / requests;

/** False where requests are counted over another time than was asked for, so that what failed then is no share of them. */
export const isSimilarSpan = (counted: Span, requested: Span): boolean =>
  Math.max(Math.abs(counted.from - requested.from), Math.abs(counted.to - requested.to)) <=
  Math.max(minuteMs, toleratedShare * (requested.to - requested.from));

/** An hour of a day. */
const toleratedShare = 0.05;

function createRequestCounter(
  ranked: readonly RankedCount[],
  by: Dimension,
  {
    repository,
    span,
    filter,
  }: { readonly repository: Repository; readonly span: Span; readonly filter: FailureFilter },
): (key: string | null) => number | null {
  if (by === 'upstream') {
    const total = repository.requestCount(span, filter);
    if (total === undefined || !isSimilarSpan(total.span, span)) return () => null;
    return (key) =>
      key === null ? null : (repository.requestCount(span, { ...filter, upstream: key })?.requests ?? null);
  }
  if (by !== 'route' && by !== 'host' && by !== 'customer') return () => null;
  const names = ranked.flatMap(({ key }) => key ?? []);
  const served = repository.requestCountsBy(span, by, names, filter);
  if (served === undefined || !isSimilarSpan(served.span, span)) return () => null;
  return (key) => (key === null ? null : (served.requests.get(key) ?? null));
}
