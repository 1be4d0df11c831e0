import type { NotificationState } from '../notify/decide-notification.js';
import type { NewMessage, PlannedNotification } from '../notify/outbox.js';
import type { Connection } from './connection.js';
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
  db.run(upsertNotificationStateSql, {
    ...state,
    incident: incidentId,
    acknowledged: Number(state.acknowledged),
    escalated: Number(state.escalated),
    silenced: Number(state.silenced),
    resolved: Number(state.resolved),
  });
  const { reason, at } = state;
  // The others turned with the incident itself, and were written down with it.
  if (reason === 'escalated' || reason === 'silenced' || reason === 'silence-ended')
    saveTimelineEntry(db, { incidentId, entry: { at, by: null, event: { type: reason } } });
}

/** Writes a letter, to be sent when its turn comes. */
export function enqueueMessage(db: Connection, message: NewMessage, now: number): void {
  const { kind } = message;
  if ((kind.type === 'incident' || kind.type === 'health') && updateWaitingMessage(db, message)) return;
  const row = { ...toKindColumns(kind), message: encodeJson(message.content), now };
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
function updateWaitingMessage(db: Connection, { kind: what, content }: NewMessage): boolean {
  const { kind, incident, ailment, sequence, reason } = toKindColumns(what);
  const waitingRow = db.get<{ id: number }>(
    `SELECT id FROM letter WHERE kind = ? AND (incident = ? OR ailment = ?) AND state = 'ready'
     ORDER BY id DESC LIMIT 1`,
    [kind ?? null, incident ?? null, ailment ?? null],
  );
  if (waitingRow === undefined) return false;
  return (
    db.run('UPDATE letter SET sequence = max(sequence, ?), reason = ?, message = ? WHERE id = ?', [
      sequence ?? null,
      reason ?? null,
      encodeJson(content),
      waitingRow.id,
    ]) === 1
  );
}

const notificationStateColumns: readonly (keyof NotificationState)[] = [
  'reason',
  'at',
  'cause',
  'severity',
  'alarming',
  'peers',
  'upstreams',
  'parts',
  'acknowledged',
  'escalated',
  'silenced',
  'resolved',
];
const upsertNotificationStateSql = `INSERT INTO told (incident, ${notificationStateColumns.join(', ')})
  VALUES (@incident, ${notificationStateColumns.map((column) => `@${column}`).join(', ')})
  ON CONFLICT DO UPDATE SET ${notificationStateColumns.map((column) => `${column} = excluded.${column}`).join(', ')}`;

/** The clock may step back, and two things may be said within one millisecond; sequences rise all the same. */
const nextSequenceSql = `max(@sequence, 1 + ifnull((SELECT max(sequence) FROM letter WHERE incident = @incident AND kind = @kind), 0))`;
const insertMessageSql = `INSERT INTO letter (kind, incident, sequence, reason, broadcast, day, ailment, message, state, not_before, written_at)
  VALUES (@kind, @incident, ${nextSequenceSql}, @reason, @broadcast, @day, @ailment, @message, 'ready', @now, @now)`;

const supersedeOldThreadMessagesSql = `UPDATE letter SET state = 'superseded', why = 'newer lines wait for the same thread'
  WHERE id IN (SELECT id FROM letter WHERE incident = ? AND kind = 'thread' AND state = 'ready'
    ORDER BY id DESC LIMIT -1 OFFSET ${waitingThreadMessagesMax})`;
