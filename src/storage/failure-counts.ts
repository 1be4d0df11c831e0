import { hourMs, minuteMs } from '../base/duration.js';
import type { Span } from '../base/span.js';
import type { Dimension, FailureFilter } from '../report/repository.js';
import { ceilToBucket } from './buckets.js';
import type { Connection, SqlValue } from './connection.js';
import {
  dimensionColumns,
  listDimensionFilters,
  minuteDimensions,
  type RollupDimension,
} from './dimensions.js';
import { type RetainedSince, type SpanPart, splitSpan, splitSpanByDay } from './split-span.js';
import { encodeJson, encodeName } from './values.js';

/** A part of a statement with the values that it takes, in order. */
export type SqlFragment = { readonly sql: string; readonly parameters: readonly SqlValue[] };

/** Whatever came of it, clients saw it or may have seen it. */
export const isClientImpactingSql = `outcome IN ('client-visible', 'truncated', 'undecided')`;

/** Single failures that one answer looks at: the latest ones. */
export const scannedFailuresMax = 100_000;

/** Everything. */
const noFilter: FailureFilter = {};

/** A table of (bucket, upstream, cause, outcome, status, count) for the span; buckets are as wide as the longest table's. */
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

/** A table of (bucket, upstream, cause, outcome, status, key, count) for the span; the key is a value of the facet. */
export function selectDimensionCounts(
  db: Connection,
  dimension: RollupDimension | 'client',
  span: Span,
  filter: FailureFilter = noFilter,
): SqlFragment {
  const rollupConditions = buildRollupConditions(filter, dimension);
  // As in the counts, which leave out those without a customer.
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

/** As `failureCounts`, all of one width: from single failures where counts of that width are no longer kept. */
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

/** A table of (requests, successes) for the span, which is rounded outwards to what is kept. */
export function selectTrafficCounts(
  db: Connection,
  span: Span,
  filter: FailureFilter = noFilter,
): SqlFragment {
  const where = buildUpstreamConditions(filter);
  return unionAll(splitTrafficSpan(db, span), (part) =>
    buildFragment(
      `SELECT requests, successes FROM traffic_${part.table} WHERE bucket >= ? AND bucket < ?${where.sql}`,
      part,
      where,
    ),
  );
}

/** The span as it is rounded there. */
export function roundTrafficSpan(db: Connection, span: Span): Span {
  const parts = splitTrafficSpan(db, span);
  return { from: parts[0]?.from ?? span.from, to: parts.at(-1)?.to ?? span.to };
}

const splitTrafficSpan = (db: Connection, span: Span) =>
  splitSpan(span, { ...getRetainedSince(db), failures: Infinity });

/** The question narrowed, for single failures, to stand behind other conditions. */
export function buildFailureConditions(filter: FailureFilter): SqlFragment {
  return concatFragments(
    buildSharedConditions(filter),
    ...listDimensionFilters(filter).map(({ dimension, values }) =>
      buildInCondition(dimensionColumns[dimension], values),
    ),
  );
}

/** From when on counts are complete: single failures are bounded in number and in age. */
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

/** Epoch ms of each. */
export type AllRetainedSince = RetainedSince & Readonly<Record<'requestMinutes' | 'requestHours', number>>;

/** From when on the finer tables are complete. */
export function getRetainedSince(db: Connection): AllRetainedSince {
  const rows = db.all<{ kind: string; since_at: number }>('SELECT kind, since_at FROM retained_since');
  const since = (kind: string) => rows.find((row) => row.kind === kind)?.since_at ?? -Infinity;
  return {
    failures: since('failures'),
    minutes: since('minutes'),
    hours: since('hours'),
    requestMinutes: since('requestMinutes'),
    requestHours: since('requestHours'),
  };
}

/** From when on the counts of a facet are complete; without one, hours are kept for good. */
function getDimensionRetainedSince(db: Connection, dimension: string | undefined): RetainedSince {
  const retainedSince = getRetainedSince(db);
  if (dimension === undefined) return { ...retainedSince, hours: -Infinity };
  return minuteDimensions.has(dimension) ? retainedSince : { ...retainedSince, minutes: Infinity };
}

/** True where counts tell: they know one facet at a time, and no clients. */
function hasRollup(filter: FailureFilter, dimension?: Dimension): boolean {
  const dimensions = collectDimensions(filter, dimension);
  return dimensions.size <= 1 && !dimensions.has('client');
}

function collectDimensions(filter: FailureFilter, dimension?: Dimension): ReadonlySet<string> {
  const dimensions = new Set<string>(listDimensionFilters(filter).map(({ dimension: facet }) => facet));
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

/** The question narrowed, for the tables of counts. */
function buildRollupConditions(filter: FailureFilter, dimension?: RollupDimension | 'client'): SqlFragment {
  const [dimensionFilter] = listDimensionFilters(filter);
  const narrowedDimension = dimensionFilter?.dimension ?? dimension;
  return concatFragments(
    buildSharedConditions(filter),
    ...(narrowedDimension === undefined
      ? []
      : [{ sql: ' AND dimension = ?', parameters: [narrowedDimension] }]),
    ...(dimensionFilter === undefined ? [] : [buildInCondition('value', dimensionFilter.values)]),
  );
}

/** What single failures and counts have in common. */
const buildSharedConditions = (filter: FailureFilter): SqlFragment => {
  const { cause, causes, statuses, outcomes } = filter;
  return concatFragments(
    buildUpstreamConditions(filter),
    ...(cause === undefined ? [] : [{ sql: ' AND cause = ?', parameters: [cause] }]),
    ...(causes === undefined ? [] : [buildInCondition('cause', causes)]),
    ...(statuses === undefined ? [] : [buildInCondition('status', statuses)]),
    ...(outcomes === undefined ? [] : [buildInCondition('outcome', outcomes)]),
  );
};

/** What requests have in common with them as well: those have no cause and no outcome. */
export const buildUpstreamConditions = ({ upstream, upstreams }: FailureFilter): SqlFragment =>
  concatFragments(
    ...(upstream === undefined ? [] : [{ sql: ' AND upstream = ?', parameters: [encodeName(upstream)] }]),
    ...(upstreams === undefined ? [] : [buildInCondition('upstream', upstreams.map(encodeName))]),
  );

/** A list is one value, so that the text of a statement does not depend on how long it is; one alone is compared faster. */
export function buildInCondition(column: string, values: readonly (string | number)[]): SqlFragment {
  const [single, ...more] = values;
  return single !== undefined && more.length === 0
    ? { sql: ` AND ${column} = ?`, parameters: [single] }
    : { sql: ` AND ${column} IN (SELECT value FROM json_each(?))`, parameters: [encodeJson(values)] };
}

export const concatFragments = (...fragments: readonly SqlFragment[]): SqlFragment => ({
  sql: fragments.map(({ sql }) => sql).join(''),
  parameters: fragments.flatMap(({ parameters }) => parameters),
});

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
