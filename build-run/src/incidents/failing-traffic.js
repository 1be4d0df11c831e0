import { sumNumbers } from '../base/format-number.js';
import { isClientImpacting } from '../diagnose/failure.js';
/** What is called "now" in an open incident. */
export const recentMs = 30_000;
/**
 * Adds a failure. One that has no access line, or that no client saw, is no part of any share. The first after the
 * incident was over, at `resolvedAt`, begins a new span.
 */
export function addFailedRequest(traffic, failure, resolvedAt) {
  const { requestAt } = failure;
  if (requestAt === null || !isClientImpacting(failure)) return traffic;
  if (traffic === null) return { from: requestAt, to: requestAt, failed: 1, counted: null };
  if (resolvedAt !== null && requestAt > resolvedAt && traffic.to <= resolvedAt)
    return {
      from: requestAt,
      to: requestAt,
      failed: 1,
      counted: null,
      before: { ...sumSpans(traffic), until: resolvedAt },
    };
  const { before = null } = traffic;
  if (before !== null && requestAt <= before.until)
    return { ...traffic, before: { ...before, failed: before.failed + 1 } };
  return {
    ...traffic,
    from: Math.min(traffic.from, requestAt),
    to: Math.max(traffic.to, requestAt),
    failed: traffic.failed + 1,
  };
}
/** Takes a failure back that was added. */
export function removeFailedRequest(traffic, previous) {
  const { requestAt } = previous;
  if (traffic === null || requestAt === null || !isClientImpacting(previous)) return traffic;
  const { before = null } = traffic;
  return before !== null && requestAt <= before.until
    ? { ...traffic, before: { ...before, failed: before.failed - 1 } }
    : { ...traffic, failed: traffic.failed - 1 };
}
/** Counts the requests that came since the last count. The same object if none did. */
export function countRequests(traffic, latest) {
  const { from, to, counted } = traffic;
  const times = latest.requests;
  if (counted === null) {
    const requests = times.count(from, to);
    const requestsSince = times.count(nextMs(to), Infinity);
    return { ...traffic, counted: { from, to, requests, requestsSince, recent: countRecent(to, latest) } };
  }
  const late = times.countUnread(counted.from, counted.to);
  const since = counted.requestsSince + times.countUnread(nextMs(counted.to), Infinity);
  const isSameSpan = from === counted.from && to === counted.to;
  if (isSameSpan && late === 0 && since === counted.requestsSince) return traffic;
  const requestsSince = to === counted.to ? since : Math.min(since, times.count(nextMs(to), Infinity));
  const earlier = from === counted.from ? 0 : times.count(from, previousMs(counted.from));
  const requests = counted.requests + late + earlier + (since - requestsSince);
  const recent = isSameSpan && late === 0 ? counted.recent : countRecent(to, latest);
  return { ...traffic, counted: { from, to, requests, requestsSince, recent } };
}
const countRecent = (to, { requests, failed }) => ({
  requests: requests.count(nextMs(to - recentMs), to),
  failed: failed.count(nextMs(to - recentMs), to),
});
/** The traffic of both, counted by two incidents at one upstream. */
export function mergeFailingTraffic(a, b) {
  if (a === null || b === null) return a ?? b;
  const merged = {
    from: Math.min(a.from, b.from),
    to: Math.max(a.to, b.to),
    failed: a.failed + b.failed,
    before: mergeEarlier(a.before ?? null, b.before ?? null),
  };
  if (a.counted === null || b.counted === null) return { ...merged, counted: null };
  const earlier = a.counted.from <= b.counted.from ? a.counted : b.counted;
  const later = a.counted.to >= b.counted.to ? a.counted : b.counted;
  return {
    ...merged,
    counted: {
      from: earlier.from,
      to: later.to,
      requests: Math.max(0, earlier.requests + earlier.requestsSince - later.requestsSince),
      requestsSince: later.requestsSince,
      recent: later.recent,
    },
  };
}
/** Both counted the same requests, each while it had failures: the larger number has the most of them. */
const mergeEarlier = (a, b) =>
  a === null || b === null
    ? (a ?? b)
    : {
        until: Math.max(a.until, b.until),
        failed: a.failed + b.failed,
        requests: Math.max(a.requests, b.requests),
      };
/** The share of the requests that failed while they failed; null where no access log counts them. */
export const sumFailedShare = (traffics) =>
  sumShares(traffics.flatMap((traffic) => (traffic === null ? [] : [sumSpans(traffic)])));
/** True if such a share of this upstream or route is known. */
export const hasKnownShare = (traffic) => traffic !== null && isKnownShare(sumSpans(traffic));
/** Failures of all spans with their requests; fewer requests than failures where those are not known. */
function sumSpans({ failed, counted, before = null }) {
  const requests = counted?.requests ?? 0;
  if (before === null) return { failed, requests };
  const isKnown = requests >= failed && before.requests >= before.failed;
  return { failed: failed + before.failed, requests: isKnown ? requests + before.requests : 0 };
}
/** The same in the last `recentMs` before `at`; null when nothing failed in it. */
export const sumRecentShare = (traffics, at) =>
  sumShares(
    traffics.flatMap((traffic) =>
      traffic === null || traffic.counted === null || traffic.counted.to < at - recentMs
        ? []
        : [traffic.counted.recent],
    ),
  );
/** Failures of all these spans. */
export const countFailed = ({ failed, before = null }) => failed + (before?.failed ?? 0);
/** Failures of which the requests are not known, as their records name another upstream, are no part of a share. */
function sumShares(shares) {
  const known = shares.filter(isKnownShare);
  if (known.length === 0) return null;
  return {
    failed: sumNumbers(known.map(({ failed }) => failed)),
    requests: sumNumbers(known.map(({ requests }) => requests)),
  };
}
const isKnownShare = ({ failed, requests }) => failed > 0 && requests >= failed;
// Times are whole milliseconds.
const nextMs = (at) => at + 1;
const previousMs = (at) => at - 1;
