import { dayMs, hourMs, minuteMs } from '../base/duration.js';
import { buildCountedCondition } from './access-logs.js';
import { bucketWidthsMs, ceilToBucket, floorToBucket } from './buckets.js';
import { otherName } from './cardinality-limit.js';
import { roundTrafficSpan, selectTrafficCounts } from './failure-counts.js';
import { buildInCondition, buildUpstreamConditions, concatFragments } from './filter-sql.js';
import { getRetainedSince } from './retained-since.js';
import { encodeJson, encodeName } from './values.js';

const bucketTables = ['minute', 'hour', 'day'];
/** Requests, statuses and successes of upstreams, hosts, routes and customers, as far as they are counted that narrowly. */
export const createRequestCounts = (db) => ({
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
    const rows = db.all(
      `SELECT ${column} AS name, sum(requests) AS requests FROM ${counts.sql}
       WHERE ${column} IN (SELECT value FROM json_each(?)) GROUP BY 1`,
      // '(other)' of requests and '(other)' of failures stand for different names.
      [...counts.parameters, encodeJson(names.filter((name) => name !== otherName))],
    );
    return { span, requests: new Map(rows.map(({ name, requests }) => [name, requests])) };
  },
  answers: (requestedSpan, by, filter = {}) => {
    const dimension = chooseAnswerDimension(filter);
    if (dimension === undefined) return undefined;
    const countedSince = findStatusesSince(db);
    const span = roundRequestSpan(requestedSpan, getRetainedSince(db));
    const counts = selectRequestCounts(span, dimension, filter, filter.statuses);
    const rows = db.all(
      `SELECT status, ${answerKeySql[by]} AS key, sum(requests) AS requests, sum(made_by_upstream) AS madeByUpstream
       FROM ${counts.sql} WHERE status >= 0 GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT ${answerRowsMax}`,
      counts.parameters,
    );
    return { span, countedSince, counts: rows.map(toAnswerCount) };
  },
  lastSuccess: ({ from, to }, filter = {}) => {
    const dimension = chooseDimension(filter);
    if (dimension === undefined) return undefined;
    const where =
      dimension === 'upstream' ? buildUpstreamConditions(filter) : buildRequestConditions(dimension, filter);
    const tablePrefix = dimension === 'upstream' ? 'traffic' : 'request_dimension';
    const findLatest = (table) => {
      const row = db.get(
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
function chooseDimension(filter) {
  const { routes, hosts, customers, peers, methods, clients, gateways, makers } = filter;
  const uncounted = [peers, methods, clients, gateways, makers];
  if (uncounted.some((values) => values !== undefined)) return undefined;
  const isByRoute = routes !== undefined || hosts !== undefined;
  if (customers !== undefined) return isByRoute ? undefined : 'customer';
  return isByRoute ? 'route' : 'upstream';
}
const toAnswerCount = ({ status, ...row }) => ({
  ...row,
  status: status === 0 ? null : status,
});
const answerKeySql = {
  status: 'NULL',
  upstream: `nullif(upstream, '')`,
  route: `nullif(value, '')`,
  host: `nullif(host, '')`,
};
const answerRowsMax = 5_000;
/** Statuses are counted of all requests, and failures have causes and outcomes, which requests have not. */
function chooseAnswerDimension(filter) {
  if ([filter.cause, filter.causes, filter.outcomes].some((values) => values !== undefined)) return undefined;
  const dimension = chooseDimension(filter);
  return dimension === 'upstream' ? 'route' : dimension;
}
/** Since when statuses are counted: from the first request on, unless an older version counted without them. */
function findStatusesSince(db) {
  const oldest = bucketTables.flatMap(
    (table) =>
      db.get(
        `SELECT bucket FROM request_dimension_${table} WHERE dimension = 'route' ORDER BY bucket LIMIT 1`,
      )?.bucket ?? [],
  );
  const migratedAt = db.get('SELECT since_at AS since FROM statuses_since')?.since;
  return oldest.length === 0 ? null : Math.max(Math.min(...oldest), migratedAt ?? -Infinity);
}
/** The span, rounded outwards to the buckets that are kept at each end. */
function roundRequestSpan({ from, to }, retainedSince) {
  const widthAt = (time) =>
    time >= retainedSince.requestMinutes ? minuteMs : time >= retainedSince.requestHours ? hourMs : dayMs;
  return from >= to
    ? { from: to, to }
    : { from: floorToBucket(from, widthAt(from)), to: ceilToBucket(to, widthAt(to - 1)) };
}
/** A table of (host, value, upstream, status, requests, made_by_upstream). */
function selectRequestCounts({ from, to }, dimension, filter, statuses) {
  const where = concatFragments(
    buildRequestConditions(dimension, filter),
    ...(statuses === undefined ? [] : [buildInCondition('status', statuses)]),
  );
  const selects = bucketTables.map(
    (table) =>
      `SELECT host, value, upstream, status, requests, made_by_upstream FROM request_dimension_${table} WHERE bucket >= ? AND bucket < ?${where.sql}${buildCountedCondition(filter)}`,
  );
  return {
    sql: `(${selects.join(' UNION ALL ')})`,
    parameters: selects.flatMap(() => [from, to, ...where.parameters]),
  };
}
const buildRequestConditions = (dimension, filter) =>
  concatFragments(
    { sql: ' AND dimension = ?', parameters: [dimension] },
    buildUpstreamConditions(filter),
    ...(filter.hosts === undefined ? [] : [buildInCondition('host', filter.hosts)]),
    ...(filter.routes === undefined ? [] : [buildInCondition('value', filter.routes)]),
    ...(filter.customers === undefined ? [] : [buildInCondition('value', filter.customers)]),
  );
const sumRequests = (db, counts) =>
  db.get(`SELECT sum(requests) AS requests FROM ${counts.sql}`, counts.parameters)?.requests ?? null;
/** Adds requests to the counts of their routes and customers. Summed first, as a batch repeats the same few routes. */
export function saveRequestTraffic(db, traffic, cardinalityLimit, accessLogs) {
  const cells = new Map();
  for (const count of traffic) {
    const { dimension, minute, host, value, upstream, status, requests, successes, madeByUpstream } = count;
    const counterNames =
      dimension === 'route'
        ? limitRouteNames(minute, encodeName(host), encodeName(value), cardinalityLimit)
        : ['', cardinalityLimit.requestCustomer(minute, encodeName(value))];
    const upstreamName = cardinalityLimit.upstream(minute, encodeName(upstream));
    const key = [
      dimension,
      minute,
      ...counterNames,
      upstreamName,
      status ?? 0,
      accessLogs.numberOf(count.log),
    ];
    const cellKey = key.join('\n');
    const cell = cells.get(cellKey);
    if (cell === undefined) cells.set(cellKey, { key, requests, successes, madeByUpstream });
    else {
      cell.requests += requests;
      cell.successes += successes;
      cell.madeByUpstream += madeByUpstream;
    }
  }
  for (const { key, requests, successes, madeByUpstream } of cells.values())
    db.run(`${insertRequestsSql('minute')} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ${addOnConflictSql}`, [
      ...key,
      requests,
      successes,
      madeByUpstream,
    ]);
}
function limitRouteNames(minute, host, route, cardinalityLimit) {
  const hostName = cardinalityLimit.requestHost(minute, host);
  return [hostName, cardinalityLimit.requestRoute(minute, hostName, route)];
}
const insertRequestsSql = (table) =>
  `INSERT INTO request_dimension_${table} (dimension, bucket, host, value, upstream, status, log, requests, successes, made_by_upstream)`;
const addOnConflictSql = `ON CONFLICT DO UPDATE SET requests = requests + excluded.requests,
  successes = successes + excluded.successes, made_by_upstream = made_by_upstream + excluded.made_by_upstream`;
/** Moves aged minutes into hours and aged hours into days, at most `rowsMax` of each. Returns the larger number moved. */
export function rollUpAgedRequests(db, rowsMax) {
  const { requestMinutes, requestHours } = getRetainedSince(db);
  const rollUp = (from, to, before) => {
    const oldestRowsSql = `FROM request_dimension_${from} WHERE ${inRequestDimensionsSql} AND bucket < ?
      ORDER BY dimension, bucket, host, value, upstream, status, log LIMIT ${rowsMax}`;
    db.run(
      `${insertRequestsSql(to)}
       SELECT dimension, bucket / ${bucketWidthsMs[to]} * ${bucketWidthsMs[to]}, host, value, upstream, status, log,
         sum(requests), sum(successes), sum(made_by_upstream)
       FROM (SELECT * ${oldestRowsSql}) WHERE true GROUP BY 1, 2, 3, 4, 5, 6, 7 ${addOnConflictSql}`,
      [before],
    );
    return db.run(`DELETE ${oldestRowsSql}`, [before]);
  };
  return Math.max(rollUp('minute', 'hour', requestMinutes), rollUp('hour', 'day', requestHours));
}
/** The keys of these tables begin with the dimension: naming each one avoids a scan of all rows. */
export const inRequestDimensionsSql = `dimension IN ('route', 'customer')`;
