import type { Failure } from '../failure.js';
import type { Of, Span } from '../ledger.js';
import type { Connection } from './connection.js';
import { conditions, scannedMax } from './counts.js';
import { type FailureRow, failureColumns, failureFrom } from './failure-row.js';
import { hourMs, minuteMs, startOf } from './time.js';
import { textOf } from './values.js';

/** Failures one by one, from one end of the span; of a span with very many only those nearest to that end are looked at. */
export function singles(
  sql: Connection,
  { from, to }: Span,
  of: Of,
  end: 'first' | 'latest',
  limit: number,
): readonly Failure[] {
  const { upstream, ...others } = of;
  const where = conditions(others);
  const order = end === 'first' ? 'ASC' : 'DESC';
  const named = upstream === undefined ? '' : ' AND upstream = ?';
  return sql
    .all<FailureRow>(
      `SELECT ${failureColumns.join(', ')} FROM
         (SELECT * FROM failure WHERE at >= ? AND at < ?${named}
          ORDER BY at ${order}, id ${order} LIMIT ${scannedMax})
       WHERE true${where.text} LIMIT ?`,
      [from, to, ...(upstream === undefined ? [] : [textOf(upstream)]), ...where.bound, limit],
    )
    .map(failureFrom);
}

/** The start of the latest minute with a good answer; of the hour, where minutes are no longer kept. */
export function lastGoodAt(
  sql: Connection,
  { from, to }: Span,
  of: Pick<Of, 'upstream'> = {},
): number | null {
  const where = conditions(of.upstream === undefined ? {} : { upstream: of.upstream });
  const latest = (table: string, widthMs: number) =>
    sql.get<{ bucket: number }>(
      `SELECT bucket FROM ${table} WHERE bucket >= ? AND bucket < ? AND good > 0${where.text}
       ORDER BY bucket DESC LIMIT 1`,
      [startOf(from, widthMs), to, ...where.bound],
    )?.bucket;
  return latest('traffic_minute', minuteMs) ?? latest('traffic_hour', hourMs) ?? null;
}
