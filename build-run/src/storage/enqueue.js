import { saveNotificationState } from './notification-state.js';
import { toKindColumns } from './outbox-row.js';
import { enqueueUploads } from './uploads.js';
import { encodeJson } from './values.js';
export const createNotificationPlanWriter = (db) => ({
  saveDecisions: (planned, extraMessages, now) =>
    db.transaction(() => {
      for (const notification of planned) saveNotificationState(db, notification);
      for (const message of [...planned.flatMap(({ messages }) => messages), ...extraMessages])
        enqueueMessage(db, message, now);
    }),
});
/** Messages that may wait for one incident's thread while Slack is unavailable; the oldest are dropped. */
const waitingThreadMessagesMax = 20;
/** Writes a message into the outbox, to be sent in its turn. */
export function enqueueMessage(db, message, now) {
  const { kind } = message;
  if ((kind.type === 'incident' || kind.type === 'health') && updateWaitingMessage(db, message)) return;
  const row = { ...toKindColumns(kind), content: encodeJson(message.content), now };
  // A day has one report, however often it is requested.
  const insertedRows = db.run(
    kind.type === 'report' ? `${insertSql} ON CONFLICT DO NOTHING` : insertSql,
    row,
  );
  if (kind.type === 'report' && insertedRows > 0 && message.withFiles) enqueueUploads(db, kind.day, now);
  if (kind.type === 'thread') db.run(supersedeOldThreadMessagesSql, [kind.incidentId]);
}
/**
 * Replaces the content of the waiting message about the same incident or health issue. It keeps its place in the queue:
 * an incident that keeps changing while Slack is unavailable must not be overtaken for ever. False when none waits.
 */
function updateWaitingMessage(db, { kind, content }) {
  const { type, incident_id, health_issue_id, sequence, reason } = toKindColumns(kind);
  const waitingRow = db.get(
    `SELECT id FROM outbox WHERE type = ? AND (incident_id = ? OR health_issue_id = ?) AND state = 'ready'
     ORDER BY id DESC LIMIT 1`,
    [type, incident_id, health_issue_id],
  );
  if (waitingRow === undefined) return false;
  return (
    db.run('UPDATE outbox SET sequence = max(sequence, ?), reason = ?, content = ? WHERE id = ?', [
      sequence,
      reason,
      encodeJson(content),
      waitingRow.id,
    ]) === 1
  );
}
/** Rises even when the clock steps back, or when two messages are written within one millisecond. */
const nextSequenceSql = `max(@sequence, 1 + ifnull((SELECT max(sequence) FROM outbox WHERE incident_id = @incident_id AND type = @type), 0))`;
const insertSql = `INSERT INTO outbox
    (type, incident_id, sequence, reason, is_broadcast, report_day, health_issue_id, content, state, not_before_at, created_at)
  VALUES (@type, @incident_id, ${nextSequenceSql}, @reason, @is_broadcast, @report_day, @health_issue_id, @content,
    'ready', @now, @now)`;
const supersedeOldThreadMessagesSql = `UPDATE outbox SET state = 'superseded', why = 'newer lines wait for the same thread'
  WHERE id IN (SELECT id FROM outbox WHERE incident_id = ? AND type = 'thread' AND state = 'ready'
    ORDER BY id DESC LIMIT -1 OFFSET ${waitingThreadMessagesMax})`;
