import { dayMs, hourMs, minuteMs } from '../../base/duration.js';
import { sumNumbers } from '../../base/format-number.js';
import { isAftermath } from '../../diagnose/aftermath.js';
import { findRootGroup } from './fold-aftermath.js';
/** Builds the time series of a span by cause. `groups`: all groups of the span, before folding. */
export function buildTimeSeries(span, repository, groups) {
  const roots = [...new Set(groups.map(({ cause }) => cause))].filter((cause) => !isAftermath(cause));
  const followers = groups.filter(({ cause }) => isAftermath(cause));
  return querySeries(span, repository, [
    ...roots.map((cause) => [cause, { cause }]),
    ...followers.map((group) => toSeriesQuery(group, groups)),
  ]);
}
/** The same for these groups only. */
export const buildGroupTimeSeries = (span, repository, groups) =>
  querySeries(
    span,
    repository,
    groups.map((group) => toSeriesQuery(group, groups)),
  );
/** All causes together. */
export function sumTimeSeries({ causes }) {
  return causes.map(({ counts }) => counts).reduce(addCounts, []);
}
/** Bucket widths in familiar units. */
const bucketWidths = [1, 2, 5, 10, 15, 30, 60, 180, 360, 1440].map((minutes) => minutes * minuteMs);
/** More bars cannot be distinguished on a phone. */
const bucketsMax = 100;
const chooseWidthMs = (ms) =>
  bucketWidths.find((width) => ms / width <= bucketsMax) ?? Math.ceil(ms / bucketsMax / dayMs) * dayMs;
const toSeriesQuery = (group, groups) => [
  findRootGroup(group, groups)?.cause ?? group.cause,
  { cause: group.cause, upstream: group.upstream },
];
/** Falls back to hourly counts where the minutes have been pruned. */
function querySeries(span, repository, queries) {
  const widthMs = chooseWidthMs(span.to - span.from);
  const series = queryBuckets(widthMs, span, repository, queries);
  return series.causes.length === 0 && queries.length > 0 && widthMs < hourMs
    ? queryBuckets(hourMs, span, repository, queries)
    : series;
}
function queryBuckets(widthMs, span, repository, queries) {
  const bucketMs = widthMs < hourMs ? minuteMs : hourMs;
  const from = Math.floor(span.from / bucketMs) * bucketMs;
  const loadCounts = (filter) =>
    bucketMs === minuteMs
      ? repository.failuresPerMinute({ from, to: span.to }, filter)
      : repository.failuresPerHour({ from, to: span.to }, filter);
  const buckets = new Map();
  for (const [cause, filter] of queries)
    buckets.set(cause, addCounts(buckets.get(cause) ?? [], loadCounts(filter)));
  const causes = [...buckets]
    .map(([cause, counts]) => ({ cause, counts: widenBuckets(counts, widthMs / bucketMs) }))
    .filter(({ counts }) => sumNumbers(counts) > 0)
    .sort((a, b) => sumNumbers(b.counts) - sumNumbers(a.counts));
  return { from, widthMs, causes };
}
const addCounts = (a, b) =>
  (a.length >= b.length ? a : b).map((_, index) => (a[index] ?? 0) + (b[index] ?? 0));
const widenBuckets = (counts, width) =>
  Array.from({ length: Math.ceil(counts.length / width) }, (_, index) =>
    sumNumbers(counts.slice(index * width, (index + 1) * width)),
  );
