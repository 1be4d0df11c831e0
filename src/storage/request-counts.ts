import type { Span } from '../base/span.js';
import type { RequestTraffic } from '../pipeline/batch.js';
import type { Of, Served, ServedBy, ServedOf } from '../report/repository.js';
import { dayMs, hourMs, minuteMs, nextStart, startOf, widths } from './buckets.js';
import { otherName, type Roster } from './cardinality-limit.js';
import type { Connection, Value } from './connection.js';
import {
  among,
  both,
  type Fragment,
  type KeptSince,
  keptSince,
  trafficCounts,
  trafficSpan,
  upstreamConditions,
} from './failure-counts.js';
import { json, textOf } from './values.js';

/** Adds requests to the counts of their routes and customers. Summed first, because a batch meets the same routes again and again. */
export function storeRequestTraffic(
  sql: Connection,
  traffic: readonly RequestTraffic[],
  roster: Roster,
): void {
  const cells = new Map<string, Cell>();
  for (const { by, minute, host, name, upstream, requests, good } of traffic) {
    const named =
      by === 'route'
        ? routeNames(minute, textOf(host), textOf(name), roster)
        : ['', roster.requestCustomer(minute, textOf(name))];
    const key = [by, minute, ...named, roster.upstream(minute, textOf(upstream))];
    const words = key.join('\n');
    const cell = cells.get(words);
    if (cell === undefined) cells.set(words, { key, requests, good });
    else {
      cell.requests += requests;
      cell.good += good;
    }
  }
  for (const { key, requests, good } of cells.values())
    sql.run(`${addTo('minute')} VALUES (?, ?, ?, ?, ?, ?, ?) ${addUp}`, [...key, requests, good]);
}

function routeNames(minute: number, host: string, route: string, roster: Roster): readonly string[] {
  const onHost = roster.requestHost(minute, host);
  return [onHost, roster.requestRoute(minute, onHost, route)];
}

type Cell = { readonly key: readonly Value[]; requests: number; good: number };

const addTo = (table: Table) =>
  `INSERT INTO request_${table} (dimension, bucket, host, name, upstream, requests, good)`;
const addUp =
  'ON CONFLICT DO UPDATE SET requests = requests + excluded.requests, good = good + excluded.good';

/** Moves at most so many minutes into hours, and hours into days, that are past their time; answers how many. */
export function moveAged(sql: Connection, rowsMax: number): number {
  const { requestMinutes, requestHours } = keptSince(sql);
  const move = (from: Table, to: 'hour' | 'day', before: number) => {
    const oldest = `FROM request_${from} WHERE ${inRequests} AND bucket < ?
      ORDER BY dimension, bucket, host, name, upstream LIMIT ${rowsMax}`;
    sql.run(
      `${addTo(to)}
       SELECT dimension, bucket / ${widths[to]} * ${widths[to]}, host, name, upstream, sum(requests), sum(good)
       FROM (SELECT * ${oldest}) WHERE true GROUP BY 1, 2, 3, 4, 5 ${addUp}`,
      [before],
    );
    return sql.run(`DELETE ${oldest}`, [before]);
  };
  return Math.max(move('minute', 'hour', requestMinutes), move('hour', 'day', requestHours));
}

/** The key of these tables begins with the dimension: without naming each, all rows would be walked through. */
export const inRequests = `dimension IN ('route', 'customer')`;

const tables = ['minute', 'hour', 'day'] as const;
type Table = (typeof tables)[number];

/** How many requests there were; undefined where they are not counted as narrowly as that. */
export function served(sql: Connection, asked: Span, of: Of): Served | undefined {
  const dimension = dimensionOf(of);
  if (dimension === undefined) return undefined;
  if (dimension === 'upstream')
    return { span: trafficSpan(sql, asked), requests: sumOf(sql, trafficCounts(sql, asked, of)) };
  const span = countedSpan(asked, keptSince(sql));
  return { span, requests: sumOf(sql, requestCounts(span, dimension, of)) };
}

/** The same of each of these; those of which no access log tells are left out. */
export function servedBy(
  sql: Connection,
  asked: Span,
  by: ServedBy,
  names: readonly string[],
  of: Of = {},
): ServedOf | undefined {
  const dimension = by === 'customer' ? by : 'route';
  const narrowed = dimensionOf(of);
  if (narrowed !== dimension && narrowed !== 'upstream') return undefined;
  const span = countedSpan(asked, keptSince(sql));
  const counts = requestCounts(span, dimension, of);
  const column = by === 'host' ? 'host' : 'name';
  const rows = sql.all<{ name: string; requests: number }>(
    `SELECT ${column} AS name, sum(requests) AS requests FROM ${counts.text}
     WHERE ${column} IN (SELECT value FROM json_each(?)) GROUP BY 1`,
    // What is counted together here is not what is counted together of failures.
    [...counts.bound, json(names.filter((each) => each !== otherName))],
  );
  return { span, requests: new Map(rows.map(({ name, requests }) => [name, requests])) };
}

/** The latest minute with a good answer, or its hour or day; undefined where they are not counted as narrowly as that. */
export function lastGood(sql: Connection, { from, to }: Span, of: Of): Span | null | undefined {
  const dimension = dimensionOf(of);
  if (dimension === undefined) return undefined;
  const where = dimension === 'upstream' ? upstreamConditions(of) : requestConditions(dimension, of);
  const name = dimension === 'upstream' ? 'traffic' : 'request';
  const latest = (table: Table) => {
    const row = sql.get<{ bucket: number }>(
      `SELECT bucket FROM ${name}_${table} WHERE bucket >= ? AND bucket < ? AND good > 0${where.text}
       ORDER BY bucket DESC LIMIT 1`,
      [startOf(from, widths[table]), to, ...where.bound],
    );
    return row && { from: row.bucket, to: row.bucket + widths[table] };
  };
  const byDay = name === 'request' ? latest('day') : undefined;
  return latest('minute') ?? latest('hour') ?? byDay ?? null;
}

/** What requests are counted by, so that these filters can be told. */
function dimensionOf(of: Of): 'upstream' | 'route' | 'customer' | undefined {
  const { routes, hosts, customers, peers, methods, clients, gateways, makers } = of;
  const uncounted = [peers, methods, clients, gateways, makers];
  if (uncounted.some((filter) => filter !== undefined)) return undefined;
  const isPlaced = routes !== undefined || hosts !== undefined;
  if (customers !== undefined) return isPlaced ? undefined : 'customer';
  return isPlaced ? 'route' : 'upstream';
}

/** The span from when counting began, rounded outwards to what is kept at each end. */
function countedSpan({ from, to }: Span, kept: KeptSince): Span {
  const widthAt = (time: number) =>
    time >= kept.requestMinutes ? minuteMs : time >= kept.requestHours ? hourMs : dayMs;
  const since = Math.max(from, kept.requests);
  return since >= to
    ? { from: to, to }
    : { from: startOf(since, widthAt(since)), to: nextStart(to, widthAt(to - 1)) };
}

/** A table of (host, name, requests). */
function requestCounts({ from, to }: Span, by: 'route' | 'customer', of: Of): Fragment {
  const where = requestConditions(by, of);
  const parts = tables.map(
    (table) =>
      `SELECT host, name, requests FROM request_${table} WHERE bucket >= ? AND bucket < ?${where.text}`,
  );
  return {
    text: `(${parts.join(' UNION ALL ')})`,
    bound: parts.flatMap(() => [from, to, ...where.bound]),
  };
}

const requestConditions = (by: 'route' | 'customer', of: Of): Fragment =>
  both(
    { text: ' AND dimension = ?', bound: [by] },
    upstreamConditions(of),
    ...(of.hosts === undefined ? [] : [among('host', of.hosts)]),
    ...(of.routes === undefined ? [] : [among('name', of.routes)]),
    ...(of.customers === undefined ? [] : [among('name', of.customers)]),
  );

const sumOf = (sql: Connection, counts: Fragment): number | null =>
  sql.get<{ requests: number | null }>(`SELECT sum(requests) AS requests FROM ${counts.text}`, counts.bound)
    ?.requests ?? null;
