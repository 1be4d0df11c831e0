import { dayMs, hourMs, minuteMs } from '../../base/duration.js';
import { sumNumbers } from '../../base/format-number.js';
import type { Span } from '../../base/span.js';
import { isAftermath } from '../../diagnose/aftermath.js';
import type { CauseId } from '../../diagnose/causes/index.js';
import type { FailureFilter, FailureGroup, Repository } from '../repository.js';
import { findRootGroup } from './fold-aftermath.js';

/** Client-impacting failures over time, one number per `widthMs` from `from` on. */
export type TimeSeries = {
  readonly from: number;
  readonly widthMs: number;
  /** Most frequent first. Secondary failures are counted at their root cause. */
  readonly causes: readonly CauseSeries[];
};

export type CauseSeries = { readonly cause: CauseId; readonly counts: readonly number[] };

/** Builds the time series of a span by cause. `groups`: all groups of the span, before folding. */
export function buildTimeSeries(
  span: Span,
  repository: Repository,
  groups: readonly FailureGroup[],
): TimeSeries {
  const roots = [...new Set(groups.map(({ cause }) => cause))].filter((cause) => !isAftermath(cause));
  const followers = groups.filter(({ cause }) => isAftermath(cause));
  return querySeries(span, repository, [
    ...roots.map((cause): SeriesQuery => [cause, { cause }]),
    ...followers.map((group) => toSeriesQuery(group, groups)),
  ]);
}

/** The same for these groups only. */
export const buildGroupTimeSeries = (
  span: Span,
  repository: Repository,
  groups: readonly FailureGroup[],
): TimeSeries =>
  querySeries(
    span,
    repository,
    groups.map((group) => toSeriesQuery(group, groups)),
  );

/** All causes together. */
export function sumTimeSeries({ causes }: TimeSeries): readonly number[] {
  return causes.map(({ counts }) => counts).reduce(addCounts, []);
}

/** Bucket widths in familiar units. */
const bucketWidths = [1, 2, 5, 10, 15, 30, 60, 180, 360, 1440].map((minutes) => minutes * minuteMs);
/** More bars cannot be distinguished on a phone. */
const bucketsMax = 100;

const chooseWidthMs = (ms: number): number =>
  bucketWidths.find((width) => ms / width <= bucketsMax) ?? Math.ceil(ms / bucketsMax / dayMs) * dayMs;

/** A filter, and the cause its failures are counted at. */
type SeriesQuery = readonly [CauseId, FailureFilter];

const toSeriesQuery = (group: FailureGroup, groups: readonly FailureGroup[]): SeriesQuery => [
  findRootGroup(group, groups)?.cause ?? group.cause,
  { cause: group.cause, upstream: group.upstream },
];

/** Falls back to hourly counts where the minutes have been pruned. */
function querySeries(span: Span, repository: Repository, queries: readonly SeriesQuery[]): TimeSeries {
  const widthMs = chooseWidthMs(span.to - span.from);
  const series = queryBuckets(widthMs, span, repository, queries);
  return series.causes.length === 0 && queries.length > 0 && widthMs < hourMs
    ? queryBuckets(hourMs, span, repository, queries)
    : series;
}

function queryBuckets(
  widthMs: number,
  span: Span,
  repository: Repository,
  queries: readonly SeriesQuery[],
): TimeSeries {
  const bucketMs = widthMs < hourMs ? minuteMs : hourMs;
  const from = Math.floor(span.from / bucketMs) * bucketMs;
  const loadCounts = (filter: FailureFilter) =>
    bucketMs === minuteMs
      ? repository.failuresPerMinute({ from, to: span.to }, filter)
      : repository.failuresPerHour({ from, to: span.to }, filter);
  const buckets = new Map<CauseId, readonly number[]>();
  for (const [cause, filter] of queries)
    buckets.set(cause, addCounts(buckets.get(cause) ?? [], loadCounts(filter)));
  const causes = [...buckets]
    .map(([cause, counts]) => ({ cause, counts: widenBuckets(counts, widthMs / bucketMs) }))
    .filter(({ counts }) => sumNumbers(counts) > 0)
    .sort((a, b) => sumNumbers(b.counts) - sumNumbers(a.counts));
  return { from, widthMs, causes };
}

const addCounts = (a: readonly number[], b: readonly number[]): readonly number[] =>
  (a.length >= b.length ? a : b).map((_, index) => (a[index] ?? 0) + (b[index] ?? 0));

const widenBuckets = (counts: readonly number[], width: number): readonly number[] =>
  Array.from({ length: Math.ceil(counts.length / width) }, (_, index) =>
    sumNumbers(counts.slice(index * width, (index + 1) * width)),
  );
