import type { Span } from '../base/span.js';
import type { Failure } from '../diagnose/failure.js';
import type { FailureFilter } from '../report/repository.js';
import type { Connection } from './connection.js';
import { buildFailureConditions, scannedFailuresMax } from './failure-counts.js';
import { type FailureRow, failureColumns, parseFailureRow } from './failure-row.js';
import { encodeName } from './values.js';

/** Failures one by one, from one end of the span; of a span with very many only those nearest to that end are looked at. */
export function listFailures(
  db: Connection,
  { from, to }: Span,
  filter: FailureFilter,
  end: 'first' | 'latest',
  limit: number,
): readonly Failure[] {
  const { upstream, ...otherFilters } = filter;
  const where = buildFailureConditions(otherFilters);
  const order = end === 'first' ? 'ASC' : 'DESC';
  const upstreamCondition = upstream === undefined ? '' : ' AND upstream = ?';
  return db
    .all<FailureRow>(
      `SELECT ${failureColumns.join(', ')} FROM
         (SELECT * FROM failure WHERE at >= ? AND at < ?${upstreamCondition}
          ORDER BY at ${order}, id ${order} LIMIT ${scannedFailuresMax})
       WHERE true${where.sql} LIMIT ?`,
      [from, to, ...(upstream === undefined ? [] : [encodeName(upstream)]), ...where.parameters, limit],
    )
    .map(parseFailureRow);
}
