import type { Dimension, Of, Ranked, Span } from '../ledger.js';
import type { Connection } from './connection.js';
import { conditions, type Fragment, failureCounts, isAlarming, rankedCounts } from './counts.js';

/** Clients are too many to be counted ahead: they are counted in the latest failures of the span, at most so many. */
const scannedMax = 100_000;

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
    `SELECT key, sum(count) AS count, sum(alarming) AS alarming FROM ${counts.text}
     GROUP BY key HAVING sum(count) > 0 ORDER BY count DESC, key LIMIT ?`,
    [...counts.bound, limit],
  );
}

/** A table of (key, count, alarming). */
function rankable(sql: Connection, by: Dimension, span: Span, of: Of): Fragment {
  switch (by) {
    case 'cause':
    case 'upstream':
    case 'status':
      return keyed(failureCounts(sql, span, of), countedKeys[by], `iif(${isAlarming}, count, 0)`);
    case 'route':
    case 'peer':
      return rankedCounts(sql, by, span, of);
    case 'client':
      return latestClients(span, of);
  }
}

/** Keys as people read them: text, or null where the records do not tell. */
const countedKeys = {
  cause: 'cause',
  upstream: `nullif(upstream, '')`,
  status: `nullif(CAST(status AS TEXT), '0')`,
} as const;

const keyed = ({ text, bound }: Fragment, key: string, alarming: string): Fragment => ({
  text: `(SELECT ${key} AS key, count, ${alarming} AS alarming FROM ${text})`,
  bound,
});

function latestClients({ from, to }: Span, of: Of): Fragment {
  const where = conditions(of);
  return {
    text: `(SELECT client AS key, 1 AS count, ${isAlarming} AS alarming FROM failure
      WHERE at >= ? AND at < ?${where.text} ORDER BY at DESC LIMIT ${scannedMax})`,
    bound: [from, to, ...where.bound],
  };
}
