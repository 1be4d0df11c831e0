import { sumNumbers } from '../base/format-number.js';
import { type Failure, isClientImpacting } from '../diagnose/failure.js';
import type { RecentTimes } from './recent-times.js';

/** Requests to an upstream from the first to the last of those that failed, by the times of their access lines. */
export type FailingTraffic = {
  /** Time of the first such failure. */
  readonly from: number;
  /** Time of the last one. */
  readonly to: number;
  /** Client-impacting failures with an access line: a part of `requests`, once these are counted. */
  readonly failed: number;
  readonly counted: CountedTraffic | null;
};

/** Requests as of the last count. */
type CountedTraffic = {
  readonly from: number;
  readonly to: number;
  /** From `from` to `to`, both included. */
  readonly requests: number;
  /** After `to`: they belong to the count as soon as another request fails. */
  readonly requestsSince: number;
  /** The last `recentMs` until `to`. */
  readonly recent: FailedShare;
};

/** What is called "now" in an open incident. */
export const recentMs = 30_000;

/** The latest requests, and those of them that failed, by upstream. */
export type LatestTraffic = { readonly requests: RecentTimes; readonly failed: RecentTimes };

/** A number of requests, and those of them that failed. */
export type FailedShare = { readonly failed: number; readonly requests: number };

/** Adds a failure. One that has no access line, or that no client saw, is no part of any share. */
export function addFailedRequest(traffic: FailingTraffic | null, failure: Failure): FailingTraffic | null {
  const { requestAt } = failure;
  if (requestAt === null || !isClientImpacting(failure)) return traffic;
  if (traffic === null) return { from: requestAt, to: requestAt, failed: 1, counted: null };
  return {
    ...traffic,
    from: Math.min(traffic.from, requestAt),
    to: Math.max(traffic.to, requestAt),
    failed: traffic.failed + 1,
  };
}

/** Takes a failure back that was added. */
export const removeFailedRequest = (
  traffic: FailingTraffic | null,
  previous: Failure,
): FailingTraffic | null =>
  traffic === null || previous.requestAt === null || !isClientImpacting(previous)
    ? traffic
    : { ...traffic, failed: traffic.failed - 1 };

/** Counts the requests that came since the last count. The same object if none did. */
export function countRequests(
  traffic: FailingTraffic,
  upstream: string | null,
  latest: LatestTraffic,
): FailingTraffic {
  const { from, to, counted } = traffic;
  const times = latest.requests;
  if (counted === null) {
    const requests = times.count(upstream, from, to);
    const requestsSince = times.count(upstream, nextMs(to), Infinity);
    return {
      ...traffic,
      counted: { from, to, requests, requestsSince, recent: countRecent(upstream, to, latest) },
    };
  }
  const late = times.countUnread(upstream, counted.from, counted.to);
  const since = counted.requestsSince + times.countUnread(upstream, nextMs(counted.to), Infinity);
  const isSameSpan = from === counted.from && to === counted.to;
  if (isSameSpan && late === 0 && since === counted.requestsSince) return traffic;
  const requestsSince =
    to === counted.to ? since : Math.min(since, times.count(upstream, nextMs(to), Infinity));
  const earlier = from === counted.from ? 0 : times.count(upstream, from, previousMs(counted.from));
  const requests = counted.requests + late + earlier + (since - requestsSince);
  const recent = isSameSpan && late === 0 ? counted.recent : countRecent(upstream, to, latest);
  return { ...traffic, counted: { from, to, requests, requestsSince, recent } };
}

const countRecent = (
  upstream: string | null,
  to: number,
  { requests, failed }: LatestTraffic,
): FailedShare => ({
  requests: requests.count(upstream, nextMs(to - recentMs), to),
  failed: failed.count(upstream, nextMs(to - recentMs), to),
});

/** The traffic of both, counted by two incidents at one upstream. */
export function mergeFailingTraffic(
  a: FailingTraffic | null,
  b: FailingTraffic | null,
): FailingTraffic | null {
  if (a === null || b === null) return a ?? b;
  const merged = {
    from: Math.min(a.from, b.from),
    to: Math.max(a.to, b.to),
    failed: a.failed + b.failed,
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

/** The share of the requests to these upstreams that failed while they failed; null where no access log counts them. */
export const sumFailedShare = (traffics: readonly (FailingTraffic | null)[]): FailedShare | null =>
  sumShares(
    traffics.flatMap((traffic) =>
      traffic === null || traffic.counted === null
        ? []
        : [{ failed: traffic.failed, requests: traffic.counted.requests }],
    ),
  );

/** The same in the last `recentMs` before `at`; null when nothing failed in it. */
export const sumRecentShare = (
  traffics: readonly (FailingTraffic | null)[],
  at: number,
): FailedShare | null =>
  sumShares(
    traffics.flatMap((traffic) =>
      traffic === null || traffic.counted === null || traffic.counted.to < at - recentMs
        ? []
        : [traffic.counted.recent],
    ),
  );

/** Failures of which the requests are not known, as their records name another upstream, are no part of a share. */
function sumShares(shares: readonly FailedShare[]): FailedShare | null {
  const known = shares.filter(({ failed, requests }) => failed > 0 && requests >= failed);
  if (known.length === 0) return null;
  return {
    failed: sumNumbers(known.map(({ failed }) => failed)),
    requests: sumNumbers(known.map(({ requests }) => requests)),
  };
}

// Times are whole milliseconds.
const nextMs = (at: number) => at + 1;
const previousMs = (at: number) => at - 1;
