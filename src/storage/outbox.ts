import type { IncidentId } from '../incidents/incident.js';
import type { NotificationState } from '../notify/decide-notification.js';
import { type OutboxReader, type OutboxWriter, postponeMsMax } from '../notify/deliver.js';
import type { Connection } from './connection.js';
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
    const row = db.get<NotificationStateRow>('SELECT * FROM told WHERE incident = ?', [incidentId]);
    return row === undefined ? undefined : parseNotificationStateRow(row);
  },
  isReportWritten: (day) => db.get('SELECT 1 FROM letter WHERE day = ?', [day]) !== undefined,
});

/** The letters that wait, over one connection. */
export const createOutboxReader = (db: Connection): OutboxReader => ({
  nextMessage: (now) => {
    const row = db.get<OutboxRow>(nextMessageSql, { now });
    return row === undefined ? undefined : parseOutboxRow(row);
  },
  findIncidentTs: (incidentId) =>
    db.get<{ ts: string }>('SELECT ts FROM post WHERE incident = ?', [incidentId])?.ts,
  findHealthTs: (issueId) =>
    db.get<{ ts: string | null }>('SELECT ts FROM ailment WHERE id = ?', [issueId])?.ts ?? undefined,
});

/** What became of letters, over one connection that may write. */
export const createOutboxWriter = (db: Connection): OutboxWriter => ({
  markSending: (id) =>
    void db.run(`UPDATE letter SET state = 'sending', attempts = attempts + 1 WHERE id = ?`, [id]),
  markSent: (id, ts) =>
    db.transaction(() => {
      db.run(`UPDATE letter SET state = 'sent', ts = ?, why = NULL WHERE id = ?`, [ts, id]);
      db.run(
        `INSERT INTO post (incident, ts) SELECT incident, ts FROM letter WHERE id = ? AND kind = 'incident'
         ON CONFLICT DO UPDATE SET ts = excluded.ts`,
        [id],
      );
      db.run(
        `UPDATE ailment SET ts = ? WHERE id = (SELECT ailment FROM letter WHERE id = ? AND kind = 'health')`,
        [ts, id],
      );
    }),
  postpone: (id, notBefore, state, why) =>
    void db.run('UPDATE letter SET state = ?, not_before = ?, why = ? WHERE id = ?', [
      state,
      notBefore,
      why,
      id,
    ]),
  markFailed: (id, why) => void db.run(`UPDATE letter SET state = 'failed', why = ? WHERE id = ?`, [why, id]),
  forgetIncidentTs: (incidentId) => void db.run('DELETE FROM post WHERE incident = ?', [incidentId]),
  forgetHealthTs: (issueId) => void db.run('UPDATE ailment SET ts = NULL WHERE id = ?', [issueId]),
});

/** True of a letter that has not got where it is to go, and may still. */
export const isUndeliveredSql = `state IN ('ready', 'sending', 'unknown')`;
/** True of a letter that can go: a thread begins under a message that is there. */
export const hasParentMessageSql = `(kind <> 'thread' OR EXISTS (SELECT 1 FROM post WHERE post.incident = letter.incident))`;

/** Slack's history may lag behind a write; before that a search for a letter would find nothing. */
const searchDelayMs = 3_000;

/** After a restart nobody knows what became of the letters that were on their way. */
export function markInFlightUnknown(db: Connection, now: number): void {
  db.run(
    `UPDATE letter SET state = 'unknown', not_before = ?, why = 'the program stopped while sending'
     WHERE state = 'sending'`,
    [now + searchDelayMs],
  );
}

type NotificationStateRow = Omit<NotificationState, FlagColumn> & Readonly<Record<FlagColumn, number>>;
type FlagColumn = 'acknowledged' | 'escalated' | 'silenced' | 'resolved';

const parseNotificationStateRow = (row: NotificationStateRow): NotificationState => ({
  reason: row.reason,
  at: row.at,
  cause: row.cause,
  severity: row.severity,
  alarming: row.alarming,
  peers: row.peers,
  upstreams: row.upstreams,
  parts: row.parts,
  acknowledged: row.acknowledged === 1,
  escalated: row.escalated === 1,
  silenced: row.silenced === 1,
  resolved: row.resolved === 1,
});

/**
 * Letters of one kind about one incident go in order, and a thread begins under a message that is there. They go one at
 * a time: what is still on its way when the next is asked for is one whose end could not be stored. What was never tried
 * waits for nothing, and what seems to be due later than anything may be was postponed before the clock stepped back.
 */
const nextMessageSql = `SELECT * FROM letter WHERE ${isUndeliveredSql}
  AND (attempts = 0 OR not_before <= @now OR not_before > @now + ${postponeMsMax})
  AND ${hasParentMessageSql}
  AND NOT EXISTS (SELECT 1 FROM letter AS earlier
    WHERE (earlier.incident = letter.incident OR earlier.ailment = letter.ailment) AND earlier.kind = letter.kind AND earlier.id < letter.id
    AND earlier.state IN ('ready', 'sending', 'unknown'))
  ORDER BY id LIMIT 1`;
