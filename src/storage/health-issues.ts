import type { Span } from '../base/span.js';
import type { HealthTransition } from '../health/hysteresis.js';
import type { HealthIssue } from '../health/issue.js';
import type { Message } from '../render/message.js';
import type { Connection } from './connection.js';
import { enqueueMessage } from './outbox-write.js';
import { decodeJson, encodeJson } from './values.js';

/** Ailments that one answer may have. */
const healthIssuesMax = 200;

/** Those that lasted at some time of the span, newest first. */
export const listHealthIssues = (db: Connection, { from, to }: Span): readonly HealthIssue[] =>
  db
    .all<{ id: number; kind: string; startedAt: number; endedAt: number | null }>(
      `SELECT id, kind, started_at AS startedAt, ended_at AS endedAt FROM health_issue
       WHERE started_at < ? AND (ended_at IS NULL OR ended_at >= ?) ORDER BY id DESC LIMIT ${healthIssuesMax}`,
      [to, from],
    )
    .map((row) => ({ ...row, kind: decodeJson(row.kind) }));

/** Stores what has become of an ailment and the letter that tells it: both, or neither. */
export function saveHealthTransition(
  db: Connection,
  transition: HealthTransition,
  content: Message,
  now: number,
): void {
  db.transaction(() => {
    const issueId =
      transition.type === 'began'
        ? insertHealthIssue(db, transition.issue)
        : updateHealthIssue(db, transition.issue);
    enqueueMessage(db, { kind: { type: 'health', issueId }, content }, now);
  });
}

function insertHealthIssue(db: Connection, { kind, startedAt }: Omit<HealthIssue, 'id'>): number {
  const insert = 'INSERT INTO health_issue (kind, started_at) VALUES (?, ?) RETURNING id';
  return db.get<{ id: number }>(insert, [encodeJson(kind), startedAt])?.id ?? 0;
}

function updateHealthIssue(db: Connection, { id, kind, startedAt, endedAt }: HealthIssue): number {
  db.run('UPDATE health_issue SET kind = ?, started_at = ?, ended_at = ? WHERE id = ?', [
    encodeJson(kind),
    startedAt,
    endedAt,
    id,
  ]);
  return id;
}
