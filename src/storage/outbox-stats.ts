import type { Span } from '../base/span.js';
import type { LabeledCount, OutboxStats } from '../report/repository.js';
import type { Connection } from './connection.js';
import { selectFailureCounts } from './failure-counts.js';
import { isUndeliveredSql } from './outbox.js';
import { decodeName } from './values.js';

/** Failures by cause, upstream and outcome, most frequent first. */
export function listFailureCounts(db: Connection, span: Span, limit: number): readonly LabeledCount[] {
  const counts = selectFailureCounts(db, span);
  return db
    .all<Omit<LabeledCount, 'upstream'> & { upstream: string }>(
      `SELECT cause, upstream, outcome, sum(count) AS count FROM ${counts.sql}
       GROUP BY cause, upstream, outcome HAVING sum(count) > 0
       ORDER BY sum(count) DESC, cause, upstream, outcome LIMIT ?`,
      [...counts.parameters, limit],
    )
    .map((cell) => ({ ...cell, upstream: decodeName(cell.upstream) }));
}

/** What was written for the channel in the span, and what of it has not got there. */
export function getOutboxStats(db: Connection, { from, to }: Span): OutboxStats {
  const counts = db.get<OutboxStats>(
    `SELECT
       count(*) FILTER (WHERE state = 'sent' AND type = 'incident' AND reason = 'opened') AS posts,
       count(*) FILTER (WHERE state = 'sent' AND type = 'incident' AND reason <> 'opened') AS edits,
       count(*) FILTER (WHERE state = 'sent' AND type = 'thread') AS replies,
       count(*) FILTER (WHERE state = 'failed') AS failed,
       count(*) FILTER (WHERE ${isUndeliveredSql}) AS waiting,
       min(created_at) FILTER (WHERE ${isUndeliveredSql}) AS waitingSince
     FROM outbox WHERE created_at >= ? AND created_at < ?`,
    [from, to],
  );
  return counts ?? { posts: 0, edits: 0, replies: 0, failed: 0, waiting: 0, waitingSince: null };
}
