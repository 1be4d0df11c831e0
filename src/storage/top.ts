import type { Span } from '../base/span.js';
import type { Dimension, Of, Ranked } from '../report/repository.js';
import type { Connection } from './connection.js';
import { type Fragment, facetCounts, failureCounts, isAlarming } from './failure-counts.js';

/** The most frequent values of a dimension. */
export function top(
  sql: Connection,
  by: Dimension,
  span: Span,
  limit: number,
  of: Of = {},
): readonly Ranked[] {
  const counts = rankable(sql, by, span, of);
  return sql.all<Ranked>(
    `SELECT key, sum(count) AS count, sum(iif(${isAlarming}, count, 0)) AS alarming FROM ${counts.text}
     GROUP BY key HAVING sum(count) > 0 ORDER BY count DESC, key LIMIT ?`,
    [...counts.bound, limit],
  );
}

/** A table of (key, outcome, count). */
function rankable(sql: Connection, by: Dimension, span: Span, of: Of): Fragment {
  switch (by) {
    case 'cause':
    case 'upstream':
    case 'status':
    case 'outcome':
      return keyed(failureCounts(sql, span, of), countedKeys[by]);
    default:
      return facetCounts(sql, by, span, of);
  }
}

/** Keys as people read them: text, or null where the records do not tell. */
const countedKeys = {
  cause: 'cause',
  upstream: `nullif(upstream, '')`,
  status: `nullif(CAST(status AS TEXT), '0')`,
  outcome: 'outcome',
} as const;

const keyed = ({ text, bound }: Fragment, key: string): Fragment => ({
  text: `(SELECT ${key} AS key, outcome, count FROM ${text})`,
  bound,
});
