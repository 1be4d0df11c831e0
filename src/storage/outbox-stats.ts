import type { Span } from '../base/span.js';
import type { Letters, TallyCell } from '../report/repository.js';
import type { Connection } from './connection.js';
import { failureCounts } from './failure-counts.js';
import { waits } from './outbox.js';
import { nameOf } from './values.js';

/** Failures by cause, upstream and outcome, most frequent first. */
export function tallyIn(sql: Connection, span: Span, limit: number): readonly TallyCell[] {
  const counts = failureCounts(sql, span);
  return sql
    .all<Omit<TallyCell, 'upstream'> & { upstream: string }>(
      `SELECT cause, upstream, outcome, sum(count) AS count FROM ${counts.text}
       GROUP BY cause, upstream, outcome HAVING sum(count) > 0
       ORDER BY sum(count) DESC, cause, upstream, outcome LIMIT ?`,
      [...counts.bound, limit],
    )
    .map((cell) => ({ ...cell, upstream: nameOf(cell.upstream) }));
}

/** What was written for the channel in the span, and what of it has not got there. */
export function lettersIn(sql: Connection, { from, to }: Span): Letters {
  const counts = sql.get<Letters>(
    `SELECT
       count(*) FILTER (WHERE state = 'sent' AND kind = 'incident' AND reason = 'opened') AS posts,
       count(*) FILTER (WHERE state = 'sent' AND kind = 'incident' AND reason <> 'opened') AS edits,
       count(*) FILTER (WHERE state = 'sent' AND kind = 'thread') AS replies,
       count(*) FILTER (WHERE state = 'failed') AS failed,
       count(*) FILTER (WHERE ${waits}) AS waiting,
       min(written_at) FILTER (WHERE ${waits}) AS waitingSince
     FROM letter WHERE written_at >= ? AND written_at < ?`,
    [from, to],
  );
  return counts ?? { posts: 0, edits: 0, replies: 0, failed: 0, waiting: 0, waitingSince: null };
}
