import { minuteMs } from '../../base/duration.js';
/** Adds the number of requests to each ranked entry. */
export function addRequestCounts(ranked, by, { repository, span, filter }) {
  const countRequests = createRequestCounter(ranked, by, { repository, span, filter });
  return ranked.map((entry) => {
    const requests = countRequests(entry.key);
    return { ...entry, requests: requests === null || requests < entry.clientImpacting ? null : requests };
  });
}
/** Sorts by the lower bound of the failure rate, highest first; entries without a request count come last. */
export const rankByRate = (rates) => [...rates].sort((a, b) => lowerRateBound(b) - lowerRateBound(a));
/** Standard deviations below the counted rate: otherwise a single failure would decide between rare ones. */
const zScore = 1.64;
const lowerRateBound = ({ clientImpacting: failed, requests }) =>
  requests === null ? -1 : Math.max(0, failed - zScore * Math.sqrt(failed)) / requests;
/** False when requests were counted over a different span, so that failures are no share of them. */
export const isSimilarSpan = (counted, requested) =>
  Math.max(Math.abs(counted.from - requested.from), Math.abs(counted.to - requested.to)) <=
  Math.max(minuteMs, toleratedShare * (requested.to - requested.from));
/** About an hour of a day. */
const toleratedShare = 0.05;
function createRequestCounter(ranked, by, { repository, span, filter }) {
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
