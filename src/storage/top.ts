import type { Span } from '../base/span.js';
import type { Dimension, FailureFilter, RankedCount } from '../report/repository.js';
import type { Connection } from './connection.js';
import {
  isClientImpactingSql,
  type SqlFragment,
  selectDimensionCounts,
  selectFailureCounts,
} from './failure-counts.js';

/** The most frequent values of a dimension. */
export function rankFailures(
  db: Connection,
  dimension: Dimension,
  span: Span,
  limit: number,
  filter: FailureFilter = {},
): readonly RankedCount[] {
  const counts = selectRankable(db, dimension, span, filter);
  return db.all<RankedCount>(
    `SELECT key, sum(count) AS count, sum(iif(${isClientImpactingSql}, count, 0)) AS clientImpacting FROM ${counts.sql}
     GROUP BY key HAVING sum(count) > 0 ORDER BY count DESC, key LIMIT ?`,
    [...counts.parameters, limit],
  );
}

/** A table of (key, outcome, count). */
function selectRankable(
  db: Connection,
  dimension: Dimension,
  span: Span,
  filter: FailureFilter,
): SqlFragment {
  switch (dimension) {
    case 'cause':
    case 'upstream':
    case 'status':
    case 'outcome':
      return selectKeyed(selectFailureCounts(db, span, filter), dimensionKeySql[dimension]);
    default:
      return selectDimensionCounts(db, dimension, span, filter);
  }
}

/** Keys as people read them: text, or null where the records do not tell. */
const dimensionKeySql = {
  cause: 'cause',
  upstream: `nullif(upstream, '')`,
  status: `nullif(CAST(status AS TEXT), '0')`,
  outcome: 'outcome',
} as const;

const selectKeyed = ({ sql, parameters }: SqlFragment, keySql: string): SqlFragment => ({
  sql: `(SELECT ${keySql} AS key, outcome, count FROM ${sql})`,
  parameters,
});
