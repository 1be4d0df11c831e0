import { enqueueMessage } from './enqueue.js';
import { parseIssueKind } from './stored-json.js';
import { encodeJson } from './values.js';

/** Issues in one answer. */
const healthIssuesMax = 200;
export const createHealthIssues = (db) => ({
  healthIssues: ({ from, to }) =>
    db
      .all(
        `SELECT id, kind, started_at AS startedAt, ended_at AS endedAt FROM health_issue
         WHERE started_at < ? AND (ended_at IS NULL OR ended_at >= ?) ORDER BY id DESC LIMIT ${healthIssuesMax}`,
        [to, from],
      )
      .map((row) => ({ ...row, kind: parseIssueKind(row.kind) })),
});
export const createHealthIssueWriter = (db) => ({
  saveHealthTransition: ({ type, issue }, content, now) =>
    db.transaction(() => {
      const issueId = type === 'began' ? insertHealthIssue(db, issue) : updateHealthIssue(db, issue);
      enqueueMessage(db, { kind: { type: 'health', issueId }, content }, now);
    }),
});
function insertHealthIssue(db, { kind, startedAt }) {
  const insertSql = 'INSERT INTO health_issue (kind, started_at) VALUES (?, ?) RETURNING id';
  return db.get(insertSql, [encodeJson(kind), startedAt])?.id ?? 0;
}
function updateHealthIssue(db, { id, kind, startedAt, endedAt }) {
  db.run('UPDATE health_issue SET kind = ?, started_at = ?, ended_at = ? WHERE id = ?', [
    encodeJson(kind),
    startedAt,
    endedAt,
    id,
  ]);
  return id;
}
