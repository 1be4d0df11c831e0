import { hourMs, minuteMs } from '../base/duration.js';
import { buildCountedCondition } from './access-logs.js';
import { ceilToBucket } from './buckets.js';
import { dimensionColumns, listDimensionFilters, minuteDimensions } from './dimensions.js';
import {
  buildFailureConditions,
  buildRollupConditions,
  buildUpstreamConditions,
  concatFragments,
} from './filter-sql.js';
import { getRetainedSince } from './retained-since.js';
import { splitSpan, splitSpanByDay } from './split-span.js';
/** The most individual failures that one answer searches. */
export const scannedFailuresMax = 100_000;
const noFilter = {};
/** A table of (bucket, upstream, cause, outcome, status, count) for the span; buckets are of several widths. */
export const selectFailureCounts = (db, span, filter = noFilter, widestBucket = 'day') =>
  selectCounts(splitRollupSpan(db, span, filter, undefined, widestBucket), filter);
function selectCounts(parts, filter) {
  const [dimensionFilter] = listDimensionFilters(filter);
  const dimension = dimensionFilter === undefined ? undefined : dimensionFilter.dimension;
  const rollupConditions = buildRollupConditions(filter);
  const failureConditions = buildFailureConditions(filter);
  return unionAll(parts, (part) =>
    part.table === 'failure'
      ? buildFragment(
          `SELECT at AS bucket, upstream, cause, outcome, ifnull(status, 0) AS status, 1 AS count
           FROM failure WHERE at >= ? AND at < ?${failureConditions.sql}`,
          part,
          failureConditions,
        )
      : buildFragment(
          `SELECT bucket, upstream, cause, outcome, status, count
           FROM ${dimension === undefined ? 'failure' : 'failure_dimension'}_${part.table}
           WHERE bucket >= ? AND bucket < ? AND count <> 0${rollupConditions.sql}`,
          part,
          rollupConditions,
        ),
  );
}
/** A table of (bucket, upstream, cause, outcome, status, key, count) for the span; the key is a value of the dimension. */
export function selectDimensionCounts(db, dimension, span, filter = noFilter) {
  const rollupConditions = buildRollupConditions(filter, dimension);
  // Rollups leave out failures without a customer.
  const customerCondition =
    dimension === 'customer' ? [{ sql: ' AND customer IS NOT NULL', parameters: [] }] : [];
  const failureConditions = concatFragments(buildFailureConditions(filter), ...customerCondition);
  return unionAll(splitRollupSpan(db, span, filter, dimension), (part) =>
    part.table === 'failure'
      ? buildFragment(
          `SELECT at AS bucket, upstream, cause, outcome, ifnull(status, 0) AS status,
             ${dimensionColumns[dimension]} AS key, 1 AS count
           FROM failure WHERE at >= ? AND at < ?${failureConditions.sql}`,
          part,
          failureConditions,
        )
      : buildFragment(
          `SELECT bucket, upstream, cause, outcome, status, nullif(value, '') AS key, count
           FROM failure_dimension_${part.table} WHERE bucket >= ? AND bucket < ? AND count <> 0${rollupConditions.sql}`,
          part,
          rollupConditions,
        ),
  );
}
/** The same as `selectFailureCounts` with buckets of one width; individual failures replace rollups that have expired. */
export function selectBucketCounts(db, { from, to }, width, filter = noFilter) {
  if (!hasRollup(filter)) return selectCounts(splitRollupSpan(db, { from, to }, filter), filter);
  const [dimension] = collectDimensions(filter);
  const retainedSince = getDimensionRetainedSince(db, dimension);
  const retainedFrom =
    width === 'minute'
      ? ceilToBucket(retainedSince.minutes, minuteMs)
      : ceilToBucket(retainedSince.hours, hourMs);
  const countedFrom = Math.min(to, Math.max(from, retainedFrom));
  return selectCounts(
    [
      { table: 'failure', from, to: countedFrom },
      { table: width, from: countedFrom, to },
    ],
    filter,
  );
}
/** A table of (requests, successes) for the span, which is rounded outwards to the buckets that are kept. */
export function selectTrafficCounts(db, span, filter = noFilter) {
  const where = buildUpstreamConditions(filter);
  return unionAll(splitTrafficSpan(db, span), (part) =>
    buildFragment(
      `SELECT requests, successes FROM traffic_${part.table} WHERE bucket >= ? AND bucket < ?${where.sql}${buildCountedCondition(filter)}`,
      part,
      where,
    ),
  );
}
/** The span as `selectTrafficCounts` rounds it. */
export function roundTrafficSpan(db, span) {
  const parts = splitTrafficSpan(db, span);
  return { from: parts[0]?.from ?? span.from, to: parts.at(-1)?.to ?? span.to };
}
const splitTrafficSpan = (db, span) => splitSpan(span, { ...getRetainedSince(db), failures: Infinity });
/** Since when counts are complete: individual failures are bounded in number and in age. */
export function findCompleteSince(db, span, filter = noFilter, dimension) {
  if (hasRollup(filter, dimension)) return span.from;
  const from = Math.max(span.from, Math.min(getRetainedSince(db).failures, span.to));
  const firstUnscanned = db.get(
    `SELECT at FROM failure WHERE at >= ? AND at < ? ORDER BY at DESC LIMIT 1 OFFSET ${scannedFailuresMax}`,
    [from, span.to],
  );
  return firstUnscanned === undefined ? from : firstUnscanned.at + 1;
}
/** Since when the rollups of a dimension are complete; without a dimension, hours are kept for good. */
function getDimensionRetainedSince(db, dimension) {
  const retainedSince = getRetainedSince(db);
  if (dimension === undefined) return { ...retainedSince, hours: -Infinity };
  return minuteDimensions.has(dimension) ? retainedSince : { ...retainedSince, minutes: Infinity };
}
/** True when rollups can answer: they have one dimension at a time, and none for clients. */
function hasRollup(filter, dimension) {
  const dimensions = collectDimensions(filter, dimension);
  return dimensions.size <= 1 && !dimensions.has('client');
}
function collectDimensions(filter, dimension) {
  const dimensions = new Set(
    listDimensionFilters(filter).map((dimensionFilter) => dimensionFilter.dimension),
  );
  return dimension !== undefined && dimension in dimensionColumns ? dimensions.add(dimension) : dimensions;
}
function splitRollupSpan(db, span, filter, dimension, widestBucket = 'day') {
  if (!hasRollup(filter, dimension))
    return [{ table: 'failure', from: findCompleteSince(db, span, filter, dimension), to: span.to }];
  const [narrowedDimension] = collectDimensions(filter, dimension);
  const retainedSince = getDimensionRetainedSince(db, narrowedDimension);
  return narrowedDimension === undefined && widestBucket === 'hour'
    ? splitSpan(span, retainedSince)
    : splitSpanByDay(span, retainedSince);
}
const buildFragment = (sql, { from, to }, where) => ({
  sql,
  parameters: [from, to, ...where.parameters],
});
function unionAll(parts, selectPart) {
  // An empty span still needs a table with these columns: one without rows.
  const selects = (parts.length > 0 ? parts : [{ table: 'hour', from: 0, to: 0 }]).map(selectPart);
  return {
    sql: `(${selects.map(({ sql }) => sql).join(' UNION ALL ')})`,
    parameters: selects.flatMap(({ parameters }) => parameters),
  };
}
