import { dayMs, hourMs, minuteMs } from '../base/duration.js';
import type { Span } from '../base/span.js';
import type { RequestTraffic } from '../pipeline/batch.js';
import type { FailureFilter, Repository } from '../report/repository.js';
import { bucketWidthsMs, ceilToBucket, floorToBucket } from './buckets.js';
import { type CardinalityLimit, otherName } from './cardinality-limit.js';
import type { Connection, SqlValue } from './connection.js';
import { roundTrafficSpan, selectTrafficCounts } from './failure-counts.js';
import {
  buildInCondition,
  buildUpstreamConditions,
  concatFragments,
  type SqlFragment,
} from './filter-sql.js';
import { type AllRetainedSince, getRetainedSince } from './retained-since.js';
import { encodeJson, encodeName } from './values.js';

const bucketTables = ['minute', 'hour', 'day'] as const;
type BucketTable = (typeof bucketTables)[number];

type RequestQueries = Pick<Repository, 'requestCount' | 'requestCountsBy' | 'lastSuccess'>;

/** Requests and successes of upstreams, hosts, routes and customers, as far as they are counted that narrowly. */
export const createRequestCounts = (db: Connection): RequestQueries => ({
  requestCount: (requestedSpan, filter) => {
    const dimension = chooseDimension(filter);
    if (dimension === undefined) return undefined;
    if (dimension === 'upstream')
      return {
        span: roundTrafficSpan(db, requestedSpan),
        requests: sumRequests(db, selectTrafficCounts(db, requestedSpan, filter)),
      };
    const span = roundRequestSpan(requestedSpan, getRetainedSince(db));
    return { span, requests: sumRequests(db, selectRequestCounts(span, dimension, filter)) };
  },

  requestCountsBy: (requestedSpan, by, names, filter = {}) => {
    const dimension = by === 'customer' ? by : 'route';
    const filterDimension = chooseDimension(filter);
    if (filterDimension !== dimension && filterDimension !== 'upstream') return undefined;
    const span = roundRequestSpan(requestedSpan, getRetainedSince(db));
    const counts = selectRequestCounts(span, dimension, filter);
    const column = by === 'host' ? 'host' : 'value';
    const rows = db.all<{ name: string; requests: number }>(
      `SELECT ${column} AS name, sum(requests) AS requests FROM ${counts.sql}
       WHERE ${column} IN (SELECT value FROM json_each(?)) GROUP BY 1`,
      // '(other)' of requests and '(other)' of failures stand for different names.
      [...counts.parameters, encodeJson(names.filter((name) => name !== otherName))],
    );
    return { span, requests: new Map(rows.map(({ name, requests }) => [name, requests])) };
  },

  lastSuccess: ({ from, to }, filter = {}) => {
    const dimension = chooseDimension(filter);
    if (dimension === undefined) return undefined;
    const where =
      dimension === 'upstream' ? buildUpstreamConditions(filter) : buildRequestConditions(dimension, filter);
    const tablePrefix = dimension === 'upstream' ? 'traffic' : 'request_dimension';
    const findLatest = (table: BucketTable) => {
      const row = db.get<{ bucket: number }>(
        `SELECT bucket FROM ${tablePrefix}_${table} WHERE bucket >= ? AND bucket < ? AND successes > 0${where.sql}
         ORDER BY bucket DESC LIMIT 1`,
        [floorToBucket(from, bucketWidthsMs[table]), to, ...where.parameters],
      );
      return row && { from: row.bucket, to: row.bucket + bucketWidthsMs[table] };
    };
    const byDay = dimension === 'upstream' ? undefined : findLatest('day');
    return findLatest('minute') ?? findLatest('hour') ?? byDay ?? null;
  },
});

/** The counts that can answer this filter; undefined when none can. */
function chooseDimension(filter: FailureFilter): 'upstream' | 'route' | 'customer' | undefined {
  const { routes, hosts, customers, peers, methods, clients, gateways, makers } = filter;
  const uncounted = [peers, methods, clients, gateways, makers];
  if (uncounted.some((values) => values !== undefined)) return undefined;
  const isByRoute = routes !== undefined || hosts !== undefined;
  if (customers !== undefined) return isByRoute ? undefined : 'customer';
  return isByRoute ? 'route' : 'upstream';
}

/** The span, rounded outwards to the buckets that are kept at each end. */
function roundRequestSpan({ from, to }: Span, retainedSince: AllRetainedSince): Span {
  const widthAt = (time: number) =>
    time >= retainedSince.requestMinutes ? minuteMs : time >= retainedSince.requestHours ? hourMs : dayMs;
  return from >= to
    ? { from: to, to }
    : { from: floorToBucket(from, widthAt(from)), to: ceilToBucket(to, widthAt(to - 1)) };
}

/** A table of (host, value, requests). */
function selectRequestCounts(
  { from, to }: Span,
  dimension: 'route' | 'customer',
  filter: FailureFilter,
): SqlFragment {
  const where = buildRequestConditions(dimension, filter);
  const selects = bucketTables.map(
    (table) =>
      `SELECT host, value, requests FROM request_dimension_${table} WHERE bucket >= ? AND bucket < ?${where.sql}`,
  );
  return {
    sql: `(${selects.join(' UNION ALL ')})`,
    parameters: selects.flatMap(() => [from, to, ...where.parameters]),
  };
}

const buildRequestConditions = (dimension: 'route' | 'customer', filter: FailureFilter): SqlFragment =>
  concatFragments(
    { sql: ' AND dimension = ?', parameters: [dimension] },
    buildUpstreamConditions(filter),
    ...(filter.hosts === undefined ? [] : [buildInCondition('host', filter.hosts)]),
    ...(filter.routes === undefined ? [] : [buildInCondition('value', filter.routes)]),
    ...(filter.customers === undefined ? [] : [buildInCondition('value', filter.customers)]),
  );

const sumRequests = (db: Connection, counts: SqlFragment): number | null =>
  db.get<{ requests: number | null }>(
    `SELECT sum(requests) AS requests FROM ${counts.sql}`,
    counts.parameters,
  )?.requests ?? null;

/** Adds requests to the counts of their routes and customers. Summed first, as a batch repeats the same few routes. */
export function saveRequestTraffic(
  db: Connection,
  traffic: readonly RequestTraffic[],
  cardinalityLimit: CardinalityLimit,
): void {
  const cells = new Map<string, RequestCell>();
  for (const { dimension, minute, host, value, upstream, requests, successes } of traffic) {
    const counterNames =
      dimension === 'route'
        ? limitRouteNames(minute, encodeName(host), encodeName(value), cardinalityLimit)
        : ['', cardinalityLimit.requestCustomer(minute, encodeName(value))];
    const key = [dimension, minute, ...counterNames, cardinalityLimit.upstream(minute, encodeName(upstream))];
    const cellKey = key.join('\n');
    const cell = cells.get(cellKey);
    if (cell === undefined) cells.set(cellKey, { key, requests, successes });
    else {
      cell.requests += requests;
      cell.successes += successes;
    }
  }
  for (const { key, requests, successes } of cells.values())
    db.run(`${insertRequestsSql('minute')} VALUES (?, ?, ?, ?, ?, ?, ?) ${addOnConflictSql}`, [
      ...key,
      requests,
      successes,
    ]);
}

function limitRouteNames(
  minute: number,
  host: string,
  route: string,
  cardinalityLimit: CardinalityLimit,
): readonly string[] {
  const hostName = cardinalityLimit.requestHost(minute, host);
  return [hostName, cardinalityLimit.requestRoute(minute, hostName, route)];
}

type RequestCell = { readonly key: readonly SqlValue[]; requests: number; successes: number };

const insertRequestsSql = (table: BucketTable) =>
  `INSERT INTO request_dimension_${table} (dimension, bucket, host, value, upstream, requests, successes)`;
const addOnConflictSql =
  'ON CONFLICT DO UPDATE SET requests = requests + excluded.requests, successes = successes + excluded.successes';

/** Moves aged minutes into hours and aged hours into days, at most `rowsMax` of each. Returns the larger number moved. */
export function rollUpAgedRequests(db: Connection, rowsMax: number): number {
  const { requestMinutes, requestHours } = getRetainedSince(db);
  const rollUp = (from: BucketTable, to: 'hour' | 'day', before: number) => {
    const oldestRowsSql = `FROM request_dimension_${from} WHERE ${inRequestDimensionsSql} AND bucket < ?
      ORDER BY dimension, bucket, host, value, upstream LIMIT ${rowsMax}`;
    db.run(
      `${insertRequestsSql(to)}
       SELECT dimension, bucket / ${bucketWidthsMs[to]} * ${bucketWidthsMs[to]}, host, value, upstream, sum(requests), sum(successes)
       FROM (SELECT * ${oldestRowsSql}) WHERE true GROUP BY 1, 2, 3, 4, 5 ${addOnConflictSql}`,
      [before],
    );
    return db.run(`DELETE ${oldestRowsSql}`, [before]);
  };
  return Math.max(rollUp('minute', 'hour', requestMinutes), rollUp('hour', 'day', requestHours));
}

/** The keys of these tables begin with the dimension: naming each one avoids a scan of all rows. */
export const inRequestDimensionsSql = `dimension IN ('route', 'customer')`;
