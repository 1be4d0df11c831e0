import type { Span } from '../base/span.js';
import type { Failure } from '../diagnose/failure.js';
import type { Of } from '../report/repository.js';
import type { Connection } from './connection.js';
import { conditions, scannedMax } from './failure-counts.js';
import { type FailureRow, failureColumns, failureFrom } from './failure-row.js';
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
