import { hourMs, minuteMs } from '../base/duration.js';
import type { Span } from '../base/span.js';
import type { Dimension, FailureFilter } from '../report/repository.js';
import { buildCountedCondition } from './access-logs.js';
import { ceilToBucket } from './buckets.js';
import type { Connection } from './connection.js';
import {
  dimensionColumns,
  listDimensionFilters,
  minuteDimensions,
  type RollupDimension,
} from './dimensions.js';
import {
  buildFailureConditions,
  buildRollupConditions,
  buildUpstreamConditions,
  concatFragments,
  type SqlFragment,
} from './filter-sql.js';
import { getRetainedSince } from './retained-since.js';
import { type RetainedSince, type SpanPart, splitSpan, splitSpanByDay } from './split-span.js';

/** The most individual failures that one answer searches. */
export const scannedFailuresMax = 100_000;

const noFilter: FailureFilter = {};

/** A table of (bucket, upstream, cause, outcome, status, count) for the span; buckets are of several widths. */
export const selectFailureCounts = (
  db: Connection,
  span: Span,
  filter: FailureFilter = noFilter,
  widestBucket: 'day' | 'hour' = 'day',
): SqlFragment => selectCounts(splitRollupSpan(db, span, filter, undefined, widestBucket), filter);

function selectCounts(parts: readonly SpanPart[], filter: FailureFilter): SqlFragment {
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
export function selectDimensionCounts(
  db: Connection,
  dimension: RollupDimension | 'client',
  span: Span,
  filter: FailureFilter = noFilter,
): SqlFragment {
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
export function selectBucketCounts(
  db: Connection,
  { from, to }: Span,
  width: 'minute' | 'hour',
  filter: FailureFilter = noFilter,
): SqlFragment {
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
export function selectTrafficCounts(
  db: Connection,
  span: Span,
  filter: FailureFilter = noFilter,
): SqlFragment {
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
export function roundTrafficSpan(db: Connection, span: Span): Span {
  const parts = splitTrafficSpan(db, span);
  return { from: parts[0]?.from ?? span.from, to: parts.at(-1)?.to ?? span.to };
}

const splitTrafficSpan = (db: Connection, span: Span) =>
  splitSpan(span, { ...getRetainedSince(db), failures: Infinity });

/** Since when counts are complete: individual failures are bounded in number and in age. */
export function findCompleteSince(
  db: Connection,
  span: Span,
  filter: FailureFilter = noFilter,
  dimension?: Dimension,
): number {
  if (hasRollup(filter, dimension)) return span.from;
  const from = Math.max(span.from, Math.min(getRetainedSince(db).failures, span.to));
  const firstUnscanned = db.get<{ at: number }>(
    `SELECT at FROM failure WHERE at >= ? AND at < ? ORDER BY at DESC LIMIT 1 OFFSET ${scannedFailuresMax}`,
    [from, span.to],
  );
  return firstUnscanned === undefined ? from : firstUnscanned.at + 1;
}

/** Since when the rollups of a dimension are complete; without a dimension, hours are kept for good. */
function getDimensionRetainedSince(db: Connection, dimension: string | undefined): RetainedSince {
  const retainedSince = getRetainedSince(db);
  if (dimension === undefined) return { ...retainedSince, hours: -Infinity };
  return minuteDimensions.has(dimension) ? retainedSince : { ...retainedSince, minutes: Infinity };
}

/** True when rollups can answer: they have one dimension at a time, and none for clients. */
function hasRollup(filter: FailureFilter, dimension?: Dimension): boolean {
  const dimensions = collectDimensions(filter, dimension);
  return dimensions.size <= 1 && !dimensions.has('client');
}

function collectDimensions(filter: FailureFilter, dimension?: Dimension): ReadonlySet<string> {
  const dimensions = new Set<string>(
    listDimensionFilters(filter).map((dimensionFilter) => dimensionFilter.dimension),
  );
  return dimension !== undefined && dimension in dimensionColumns ? dimensions.add(dimension) : dimensions;
}

function splitRollupSpan(
  db: Connection,
  span: Span,
  filter: FailureFilter,
  dimension?: Dimension,
  widestBucket: 'day' | 'hour' = 'day',
): readonly SpanPart[] {
  if (!hasRollup(filter, dimension))
    return [{ table: 'failure', from: findCompleteSince(db, span, filter, dimension), to: span.to }];
  const [narrowedDimension] = collectDimensions(filter, dimension);
  const retainedSince = getDimensionRetainedSince(db, narrowedDimension);
  return narrowedDimension === undefined && widestBucket === 'hour'
    ? splitSpan(span, retainedSince)
    : splitSpanByDay(span, retainedSince);
}

const buildFragment = (sql: string, { from, to }: Span, where: SqlFragment): SqlFragment => ({
  sql,
  parameters: [from, to, ...where.parameters],
});

function unionAll(parts: readonly SpanPart[], selectPart: (part: SpanPart) => SqlFragment): SqlFragment {
  // An empty span still needs a table with these columns: one without rows.
  const selects = (parts.length > 0 ? parts : [{ table: 'hour', from: 0, to: 0 } as const]).map(selectPart);
  return {
    sql: `(${selects.map(({ sql }) => sql).join(' UNION ALL ')})`,
    parameters: selects.flatMap(({ parameters }) => parameters),
  };
}
