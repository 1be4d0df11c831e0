import type { IncidentId } from '../incidents/incident.js';
import type { NotificationState } from '../notify/decide-notification.js';
import { type OutboxReader, type OutboxWriter, postponeMsMax } from '../notify/deliver.js';
import type { Connection } from './connection.js';
import { type NotificationStateRow, parseNotificationStateRow } from './notification-state-row.js';
import { type OutboxRow, parseOutboxRow } from './outbox-row.js';

/** What the survey asks about what was said before. */
export type NotificationLog = {
  /** What the channel has heard of the incident with this id; undefined when nothing. */
  notificationState(incidentId: IncidentId): NotificationState | undefined;
  /** True when the report of this day was written, whether or not it has been sent. */
  isReportWritten(day: string): boolean;
};

/** The survey's memory, over one connection. */
export const createNotificationLog = (db: Connection): NotificationLog => ({
  notificationState: (incidentId) => {
    const row = db.get<NotificationStateRow>('SELECT * FROM notification_state WHERE incident_id = ?', [
      incidentId,
    ]);
    return row === undefined ? undefined : parseNotificationStateRow(row);
  },
  isReportWritten: (day) => db.get('SELECT 1 FROM outbox WHERE report_day = ?', [day]) !== undefined,
});

/** The letters that wait, over one connection. */
export const createOutboxReader = (db: Connection): OutboxReader => ({
  nextMessage: (now) => {
    const row = db.get<OutboxRow>(nextMessageSql, { now });
    return row === undefined ? undefined : parseOutboxRow(row);
  },
  findIncidentTs: (incidentId) =>
    db.get<{ ts: string }>('SELECT ts FROM channel_message WHERE incident_id = ?', [incidentId])?.ts,
  findHealthTs: (issueId) =>
    db.get<{ ts: string | null }>('SELECT ts FROM health_issue WHERE id = ?', [issueId])?.ts ?? undefined,
});

/** What became of letters, over one connection that may write. */
export const createOutboxWriter = (db: Connection): OutboxWriter => ({
  markSending: (id) =>
    void db.run(`UPDATE outbox SET state = 'sending', attempts = attempts + 1 WHERE id = ?`, [id]),
  markSent: (id, ts) =>
    db.transaction(() => {
      db.run(`UPDATE outbox SET state = 'sent', ts = ?, why = NULL WHERE id = ?`, [ts, id]);
      db.run(
        `INSERT INTO channel_message (incident_id, ts) SELECT incident_id, ts FROM outbox WHERE id = ? AND type = 'incident'
         ON CONFLICT DO UPDATE SET ts = excluded.ts`,
        [id],
      );
      db.run(
        `UPDATE health_issue SET ts = ? WHERE id = (SELECT health_issue_id FROM outbox WHERE id = ? AND type = 'health')`,
        [ts, id],
      );
    }),
  postpone: (id, notBefore, state, why) =>
    void db.run('UPDATE outbox SET state = ?, not_before_at = ?, why = ? WHERE id = ?', [
      state,
      notBefore,
      why,
      id,
    ]),
  markFailed: (id, why) => void db.run(`UPDATE outbox SET state = 'failed', why = ? WHERE id = ?`, [why, id]),
  forgetIncidentTs: (incidentId) =>
    void db.run('DELETE FROM channel_message WHERE incident_id = ?', [incidentId]),
  forgetHealthTs: (issueId) => void db.run('UPDATE health_issue SET ts = NULL WHERE id = ?', [issueId]),
});

/** True of a letter that has not got where it is to go, and may still. */
export const isUndeliveredSql = `state IN ('ready', 'sending', 'unknown')`;
/** True of a letter that can go: a thread begins under a message that is there. */
export const hasParentMessageSql = `(type <> 'thread' OR EXISTS (SELECT 1 FROM channel_message WHERE incident_id = outbox.incident_id))`;

/** Slack's history may lag behind a write; before that a search for a letter would find nothing. */
const searchDelayMs = 3_000;

/** After a restart nobody knows what became of the letters that were on their way. */
export function markInFlightUnknown(db: Connection, now: number): void {
  db.run(
    `UPDATE outbox SET state = 'unknown', not_before_at = ?, why = 'the program stopped while sending'
     WHERE state = 'sending'`,
    [now + searchDelayMs],
  );
}

/**
 * Letters of one kind about one incident go in order, and a thread begins under a message that is there. They go one at
 * a time: what is still on its way when the next is asked for is one whose end could not be stored. What was never tried
 * waits for nothing, and what seems to be due later than anything may be was postponed before the clock stepped back.
 */
const nextMessageSql = `SELECT * FROM outbox WHERE ${isUndeliveredSql}
  AND (attempts = 0 OR not_before_at <= @now OR not_before_at > @now + ${postponeMsMax})
  AND ${hasParentMessageSql}
  AND NOT EXISTS (SELECT 1 FROM outbox AS earlier
    WHERE (earlier.incident_id = outbox.incident_id OR earlier.health_issue_id = outbox.health_issue_id)
    AND earlier.type = outbox.type AND earlier.id < outbox.id
    AND earlier.state IN ('ready', 'sending', 'unknown'))
  ORDER BY id LIMIT 1`;
