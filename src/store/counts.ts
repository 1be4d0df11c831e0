import type { Of, Span } from '../ledger.js';
import type { Connection, Value } from './connection.js';
import { type Kept, type Piece, piecesOf } from './pieces.js';
import { textOf } from './values.js';

/** A part of a statement with the values that it takes, in order. */
export type Fragment = { readonly text: string; readonly bound: readonly Value[] };

/** Whatever came of it, clients saw it or may have seen it. */
export const isAlarming = `outcome IN ('client-visible', 'truncated', 'undecided')`;

/** Everything. */
const anything: Of = {};

/** A table of (bucket, upstream, cause, outcome, status, count) for the span. */
export function failureCounts(sql: Connection, span: Span, of: Of = anything): Fragment {
  const where = conditions(of);
  return union(piecesOf(span, keptSince(sql)), where.bound, ({ table }) =>
    table === 'failure'
      ? `SELECT at AS bucket, upstream, cause, outcome, ifnull(status, 0) AS status, 1 AS count
         FROM failure WHERE at >= ? AND at < ?${where.text}`
      : `SELECT bucket, upstream, cause, outcome, status, count
         FROM failure_${table} WHERE bucket >= ? AND bucket < ? AND count <> 0${where.text}`,
  );
}

/** A table of (upstream, cause, key, count, alarming) for the span; the key is the route or the peer. */
export function rankedCounts(
  sql: Connection,
  dimension: 'route' | 'peer',
  span: Span,
  of: Of = anything,
): Fragment {
  const where = conditions(of);
  return union(piecesOf(span, keptSince(sql)), where.bound, ({ table }) =>
    table === 'failure'
      ? `SELECT upstream, cause, ${dimension} AS key, 1 AS count, ${isAlarming} AS alarming
         FROM failure WHERE at >= ? AND at < ?${where.text}`
      : `SELECT upstream, cause, nullif(name, '') AS key, count, alarming FROM ranked_${table}
         WHERE bucket >= ? AND bucket < ? AND dimension = '${dimension}'${where.text}`,
  );
}

/** A table of (requests, good) for the span, which is rounded outwards to whole minutes. */
export function trafficCounts(sql: Connection, span: Span, of: Pick<Of, 'upstream'> = anything): Fragment {
  const where = conditions(of);
  const { minutes } = keptSince(sql);
  return union(
    piecesOf(span, { failures: Infinity, minutes }),
    where.bound,
    ({ table }) =>
      `SELECT requests, good FROM traffic_${table} WHERE bucket >= ? AND bucket < ?${where.text}`,
  );
}

/** The question narrowed, to stand behind other conditions. */
export function conditions({ upstream, cause }: Of): Fragment {
  return {
    text: `${upstream === undefined ? '' : ' AND upstream = ?'}${cause === undefined ? '' : ' AND cause = ?'}`,
    bound: [...(upstream === undefined ? [] : [textOf(upstream)]), ...(cause === undefined ? [] : [cause])],
  };
}

/** From when on the finer tables are complete. */
export function keptSince(sql: Connection): Kept {
  const rows = sql.all<{ kind: keyof Kept; since: number }>('SELECT kind, since FROM kept');
  const since = (kind: keyof Kept) => rows.find((row) => row.kind === kind)?.since ?? -Infinity;
  return { failures: since('failures'), minutes: since('minutes') };
}

function union(
  pieces: readonly Piece[],
  narrowing: readonly Value[],
  select: (piece: Piece) => string,
): Fragment {
  // An empty span still needs a table with these columns: one without rows.
  const parts: readonly Piece[] = pieces.length > 0 ? pieces : [{ table: 'hour', from: 0, to: 0 }];
  return {
    text: `(${parts.map(select).join(' UNION ALL ')})`,
    bound: parts.flatMap(({ from, to }) => [from, to, ...narrowing]),
  };
}
