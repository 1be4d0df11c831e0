import type { NewMessage, PlannedNotification } from '../notify/outbox.js';
import type { Connection } from './connection.js';
import { notificationStateColumns, toNotificationStateRow } from './notification-state-row.js';
import { toKindColumns } from './outbox-row.js';
import { saveTimelineEntry } from './timeline.js';
import { enqueueUploads } from './uploads.js';
import { encodeJson } from './values.js';

/** Lines that may wait for one incident's thread while Slack is away; the oldest give way. */
const waitingThreadMessagesMax = 20;

/** Stores in one transaction what the channel will have heard and the letters that tell it. `extra` belong to no incident. */
export function saveDecisions(
  db: Connection,
  planned: readonly PlannedNotification[],
  extraMessages: readonly NewMessage[],
  now: number,
): void {
  db.transaction(() => {
    for (const decision of planned) saveNotificationState(db, decision);
    for (const draft of [...planned.flatMap(({ messages }) => messages), ...extraMessages])
      enqueueMessage(db, draft, now);
  });
}

function saveNotificationState(db: Connection, { incidentId, state }: PlannedNotification): void {
  db.run(upsertNotificationStateSql, toNotificationStateRow(incidentId, state));
  const { reason, notifiedAt } = state;
  // The others turned with the incident itself, and were written down with it.
  if (reason === 'escalated' || reason === 'silenced' || reason === 'silence-ended')
    saveTimelineEntry(db, { incidentId, entry: { at: notifiedAt, by: null, event: { type: reason } } });
}

/** Writes a letter, to be sent when its turn comes. */
export function enqueueMessage(db: Connection, message: NewMessage, now: number): void {
  const { kind } = message;
  if ((kind.type === 'incident' || kind.type === 'health') && updateWaitingMessage(db, message)) return;
  const row = { ...toKindColumns(kind), content: encodeJson(message.content), now };
  // A day has one report, whoever asks for it.
  const insertedRows = db.run(
    kind.type === 'report' ? `${insertMessageSql} ON CONFLICT DO NOTHING` : insertMessageSql,
    row,
  );
  if (kind.type === 'report' && insertedRows > 0 && message.withFiles) enqueueUploads(db, kind.day, now);
  if (kind.type === 'thread') db.run(supersedeOldThreadMessagesSql, [kind.incidentId]);
}

/**
 * Gives the waiting letter of the same message the newer text. It keeps its place in the queue: an incident that keeps
 * changing while Slack is away must not be overtaken for ever. False when none waits.
 */
function updateWaitingMessage(db: Connection, { kind, content }: NewMessage): boolean {
  const { type, incident_id, health_issue_id, sequence, reason } = toKindColumns(kind);
  const waitingRow = db.get<{ id: number }>(
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

const upsertNotificationStateSql = `INSERT INTO notification_state (${notificationStateColumns.join(', ')})
  VALUES (${notificationStateColumns.map((column) => `@${column}`).join(', ')})
  ON CONFLICT DO UPDATE SET ${notificationStateColumns.map((column) => `${column} = excluded.${column}`).join(', ')}`;

/** The clock may step back, and two things may be said within one millisecond; sequences rise all the same. */
const nextSequenceSql = `max(@sequence, 1 + ifnull((SELECT max(sequence) FROM outbox WHERE incident_id = @incident_id AND type = @type), 0))`;
const insertMessageSql = `INSERT INTO outbox
    (type, incident_id, sequence, reason, is_broadcast, report_day, health_issue_id, content, state, not_before_at, created_at)
  VALUES (@type, @incident_id, ${nextSequenceSql}, @reason, @is_broadcast, @report_day, @health_issue_id, @content,
    'ready', @now, @now)`;

const supersedeOldThreadMessagesSql = `UPDATE outbox SET state = 'superseded', why = 'newer lines wait for the same thread'
  WHERE id IN (SELECT id FROM outbox WHERE incident_id = ? AND type = 'thread' AND state = 'ready'
    ORDER BY id DESC LIMIT -1 OFFSET ${waitingThreadMessagesMax})`;
