import type { Span } from '../base/span.js';
import type { Dimension, Of } from '../report/repository.js';
import { hourMs, minuteMs, nextStart } from './buckets.js';
import type { Connection, Value } from './connection.js';
import { type Facet, facetColumns, facetFilters, minuteFacets } from './dimensions.js';
import { dailyPiecesOf, type Kept, type Piece, piecesOf } from './split-span.js';
import { json, textOf } from './values.js';

/** A part of a statement with the values that it takes, in order. */
export type Fragment = { readonly text: string; readonly bound: readonly Value[] };

/** Whatever came of it, clients saw it or may have seen it. */
export const isAlarming = `outcome IN ('client-visible', 'truncated', 'undecided')`;

/** Single failures that one answer looks at: the latest ones. */
export const scannedMax = 100_000;

/** Everything. */
const anything: Of = {};

/** A table of (bucket, upstream, cause, outcome, status, count) for the span; buckets are as wide as the longest table's. */
export const failureCounts = (
  sql: Connection,
  span: Span,
  of: Of = anything,
  longest: 'day' | 'hour' = 'day',
): Fragment => countsOf(countedPieces(sql, span, of, undefined, longest), of);

function countsOf(pieces: readonly Piece[], of: Of): Fragment {
  const [filter] = facetFilters(of);
  const by = filter === undefined ? undefined : filter.facet;
  const where = countedConditions(of);
  const single = conditions(of);
  return union(pieces, (piece) =>
    piece.table === 'failure'
      ? fragment(
          `SELECT at AS bucket, upstream, cause, outcome, ifnull(status, 0) AS status, 1 AS count
           FROM failure WHERE at >= ? AND at < ?${single.text}`,
          piece,
          single,
        )
      : fragment(
          `SELECT bucket, upstream, cause, outcome, status, count
           FROM ${by === undefined ? 'failure' : 'facet'}_${piece.table}
           WHERE bucket >= ? AND bucket < ? AND count <> 0${where.text}`,
          piece,
          where,
        ),
  );
}

/** A table of (bucket, upstream, cause, outcome, status, key, count) for the span; the key is a value of the facet. */
export function facetCounts(sql: Connection, by: Facet | 'client', span: Span, of: Of = anything): Fragment {
  const where = countedConditions(of, by);
  // As in the counts, which leave out those without a customer.
  const named = by === 'customer' ? [{ text: ' AND customer IS NOT NULL', bound: [] }] : [];
  const single = both(conditions(of), ...named);
  return union(countedPieces(sql, span, of, by), (piece) =>
    piece.table === 'failure'
      ? fragment(
          `SELECT at AS bucket, upstream, cause, outcome, ifnull(status, 0) AS status,
             ${facetColumns[by]} AS key, 1 AS count
           FROM failure WHERE at >= ? AND at < ?${single.text}`,
          piece,
          single,
        )
      : fragment(
          `SELECT bucket, upstream, cause, outcome, status, nullif(name, '') AS key, count
           FROM facet_${piece.table} WHERE bucket >= ? AND bucket < ? AND count <> 0${where.text}`,
          piece,
          where,
        ),
  );
}

/** As `failureCounts`, all of one width: from single failures where counts of that width are no longer kept. */
export function bucketCounts(
  sql: Connection,
  { from, to }: Span,
  width: 'minute' | 'hour',
  of: Of = anything,
): Fragment {
  if (!isCounted(of)) return countsOf(countedPieces(sql, { from, to }, of), of);
  const [facet] = facetsIn(of);
  const kept = keptOf(sql, facet);
  const since = width === 'minute' ? nextStart(kept.minutes, minuteMs) : nextStart(kept.hours, hourMs);
  const counted = Math.min(to, Math.max(from, since));
  return countsOf(
    [
      { table: 'failure', from, to: counted },
      { table: width, from: counted, to },
    ],
    of,
  );
}

/** A table of (requests, good) for the span, which is rounded outwards to what is kept. */
export function trafficCounts(sql: Connection, span: Span, of: Of = anything): Fragment {
  const where = upstreamConditions(of);
  return union(trafficPieces(sql, span), (piece) =>
    fragment(
      `SELECT requests, good FROM traffic_${piece.table} WHERE bucket >= ? AND bucket < ?${where.text}`,
      piece,
      where,
    ),
  );
}

/** The span as it is rounded there. */
export function trafficSpan(sql: Connection, span: Span): Span {
  const pieces = trafficPieces(sql, span);
  return { from: pieces[0]?.from ?? span.from, to: pieces.at(-1)?.to ?? span.to };
}

const trafficPieces = (sql: Connection, span: Span) =>
  piecesOf(span, { ...keptSince(sql), failures: Infinity });

/** The question narrowed, for single failures, to stand behind other conditions. */
export function conditions(of: Of): Fragment {
  return both(
    sharedConditions(of),
    ...facetFilters(of).map(({ facet, values }) => among(facetColumns[facet], values)),
  );
}

/** From when on counts are complete: single failures are bounded in number and in age. */
export function reach(sql: Connection, span: Span, of: Of = anything, by?: Dimension): number {
  if (isCounted(of, by)) return span.from;
  const from = Math.max(span.from, Math.min(keptSince(sql).failures, span.to));
  const beyond = sql.get<{ at: number }>(
    `SELECT at FROM failure WHERE at >= ? AND at < ? ORDER BY at DESC LIMIT 1 OFFSET ${scannedMax}`,
    [from, span.to],
  );
  return beyond === undefined ? from : beyond.at + 1;
}

/** Epoch ms of each. */
export type KeptSince = Kept & Readonly<Record<'requests' | 'requestMinutes' | 'requestHours', number>>;

/** From when on the finer tables are complete; requests of routes have been counted since `requests`. */
export function keptSince(sql: Connection): KeptSince {
  const rows = sql.all<{ kind: string; since: number }>('SELECT kind, since FROM kept');
  const since = (kind: string) => rows.find((row) => row.kind === kind)?.since ?? -Infinity;
  return {
    failures: since('failures'),
    minutes: since('minutes'),
    hours: since('hours'),
    requests: since('requests'),
    requestMinutes: since('requestMinutes'),
    requestHours: since('requestHours'),
  };
}

/** From when on the counts of a facet are complete; without one, hours are kept for good. */
function keptOf(sql: Connection, facet: string | undefined): Kept {
  const kept = keptSince(sql);
  if (facet === undefined) return { ...kept, hours: -Infinity };
  return minuteFacets.has(facet) ? kept : { ...kept, minutes: Infinity };
}

/** True where counts tell: they know one facet at a time, and no clients. */
function isCounted(of: Of, by?: Dimension): boolean {
  const narrowed = facetsIn(of, by);
  return narrowed.size <= 1 && !narrowed.has('client');
}

function facetsIn(of: Of, by?: Dimension): ReadonlySet<string> {
  const narrowed = new Set<string>(facetFilters(of).map(({ facet }) => facet));
  return by !== undefined && by in facetColumns ? narrowed.add(by) : narrowed;
}

function countedPieces(
  sql: Connection,
  span: Span,
  of: Of,
  by?: Dimension,
  longest: 'day' | 'hour' = 'day',
): readonly Piece[] {
  if (!isCounted(of, by)) return [{ table: 'failure', from: reach(sql, span, of, by), to: span.to }];
  const [facet] = facetsIn(of, by);
  const kept = keptOf(sql, facet);
  return facet === undefined && longest === 'hour' ? piecesOf(span, kept) : dailyPiecesOf(span, kept);
}

/** The question narrowed, for the tables of counts. */
function countedConditions(of: Of, by?: Facet | 'client'): Fragment {
  const [filter] = facetFilters(of);
  const facet = filter?.facet ?? by;
  return both(
    sharedConditions(of),
    ...(facet === undefined ? [] : [{ text: ' AND dimension = ?', bound: [facet] }]),
    ...(filter === undefined ? [] : [among('name', filter.values)]),
  );
}

/** What single failures and counts have in common. */
const sharedConditions = (of: Of): Fragment => {
  const { cause, causes, statuses, outcomes } = of;
  return both(
    upstreamConditions(of),
    ...(cause === undefined ? [] : [{ text: ' AND cause = ?', bound: [cause] }]),
    ...(causes === undefined ? [] : [among('cause', causes)]),
    ...(statuses === undefined ? [] : [among('status', statuses)]),
    ...(outcomes === undefined ? [] : [among('outcome', outcomes)]),
  );
};

/** What requests have in common with them as well: those have no cause and no outcome. */
export const upstreamConditions = ({ upstream, upstreams }: Of): Fragment =>
  both(
    ...(upstream === undefined ? [] : [{ text: ' AND upstream = ?', bound: [textOf(upstream)] }]),
    ...(upstreams === undefined ? [] : [among('upstream', upstreams.map(textOf))]),
  );

/** A list is one value, so that the text of a statement does not depend on how long it is; one alone is compared faster. */
export function among(column: string, values: readonly (string | number)[]): Fragment {
  const [only, ...more] = values;
  return only !== undefined && more.length === 0
    ? { text: ` AND ${column} = ?`, bound: [only] }
    : { text: ` AND ${column} IN (SELECT value FROM json_each(?))`, bound: [json(values)] };
}

export const both = (...fragments: readonly Fragment[]): Fragment => ({
  text: fragments.map(({ text }) => text).join(''),
  bound: fragments.flatMap(({ bound }) => bound),
});

const fragment = (text: string, { from, to }: Span, where: Fragment): Fragment => ({
  text,
  bound: [from, to, ...where.bound],
});

function union(pieces: readonly Piece[], select: (piece: Piece) => Fragment): Fragment {
  // An empty span still needs a table with these columns: one without rows.
  const parts = (pieces.length > 0 ? pieces : [{ table: 'hour', from: 0, to: 0 } as const]).map(select);
  return {
    text: `(${parts.map(({ text }) => text).join(' UNION ALL ')})`,
    bound: parts.flatMap(({ bound }) => bound),
  };
}
