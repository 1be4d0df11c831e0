import type { HealthTransition } from '../health/hysteresis.js';
import type { HealthIssue } from '../health/issue.js';
import type { Message } from '../render/message.js';
import type { Repository } from '../report/repository.js';
import type { Connection } from './connection.js';
import { enqueueMessage } from './enqueue.js';
import { parseIssueKind } from './stored-json.js';
import { encodeJson } from './values.js';

/** Issues in one answer. */
const healthIssuesMax = 200;

export const createHealthIssues = (db: Connection): Pick<Repository, 'healthIssues'> => ({
  healthIssues: ({ from, to }) =>
    db
      .all<Omit<HealthIssue, 'kind'> & { kind: string }>(
        `SELECT id, kind, started_at AS startedAt, ended_at AS endedAt FROM health_issue
         WHERE started_at < ? AND (ended_at IS NULL OR ended_at >= ?) ORDER BY id DESC LIMIT ${healthIssuesMax}`,
        [to, from],
      )
      .map((row) => ({ ...row, kind: parseIssueKind(row.kind) })),
});

export type HealthIssueWriter = {
  /** Stores a change of a health issue together with its message. */
  saveHealthTransition(transition: HealthTransition, message: Message, now: number): void;
};

export const createHealthIssueWriter = (db: Connection): HealthIssueWriter => ({
  saveHealthTransition: ({ type, issue }, content, now) =>
    db.transaction(() => {
      const issueId = type === 'began' ? insertHealthIssue(db, issue) : updateHealthIssue(db, issue);
      enqueueMessage(db, { kind: { type: 'health', issueId }, content }, now);
    }),
});

function insertHealthIssue(db: Connection, { kind, startedAt }: Omit<HealthIssue, 'id'>): number {
  const insertSql = 'INSERT INTO health_issue (kind, started_at) VALUES (?, ?) RETURNING id';
  return db.get<{ id: number }>(insertSql, [encodeJson(kind), startedAt])?.id ?? 0;
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
