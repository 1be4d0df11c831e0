import { postponeMsMax } from '../notify/deliver.js';
import { parseOutboxRow } from './outbox-row.js';
/** Messages to deliver, and where delivered ones are in the channel. */
export const createOutboxReader = (db) => ({
  nextMessage: (now) => {
    const row = db.get(nextMessageSql, { now });
    return row === undefined ? undefined : parseOutboxRow(row);
  },
  findIncidentTs: (incidentId) =>
    db.get('SELECT ts FROM channel_message WHERE incident_id = ?', [incidentId])?.ts,
  findHealthTs: (issueId) => db.get('SELECT ts FROM health_issue WHERE id = ?', [issueId])?.ts ?? undefined,
  nextRepeatedPost: (now) => db.get(nextRepeatedPostSql, [now]),
  nextOverdueMessage: (createdBefore) => {
    const row = db.get(nextOverdueSql, [createdBefore]);
    return row === undefined ? undefined : parseOutboxRow(row);
  },
  isReportWritten: (day) => db.get('SELECT 1 FROM outbox WHERE report_day = ?', [day]) !== undefined,
});
/** Delivery status of messages. */
export const createOutboxWriter = (db) => ({
  markSending: (id) =>
    void db.run(`UPDATE outbox SET state = 'sending', attempts = attempts + 1 WHERE id = ?`, [id]),
  markSent: (id, ts) =>
    db.transaction(() => {
      db.run(`UPDATE outbox SET state = 'sent', ts = ?, why = NULL WHERE id = ?`, [ts, id]);
      db.run(
        `INSERT INTO channel_message (incident_id, ts)
         SELECT incident_id, ts FROM outbox WHERE id = ? AND type = 'incident'
         ON CONFLICT DO UPDATE SET ts = excluded.ts`,
        [id],
      );
      db.run(
        `UPDATE health_issue SET ts = ?
         WHERE id = (SELECT health_issue_id FROM outbox WHERE id = ? AND type = 'health')`,
        [ts, id],
      );
    }),
  postpone: (id, notBeforeAt, state, why) =>
    void db.run('UPDATE outbox SET state = ?, not_before_at = ?, why = ? WHERE id = ?', [
      state,
      notBeforeAt,
      why,
      id,
    ]),
  markLost: (id, lostAt, notBeforeAt, why) =>
    void db.run(`UPDATE outbox SET state = 'unknown', lost_at = ?, not_before_at = ?, why = ? WHERE id = ?`, [
      lostAt,
      notBeforeAt,
      why,
      id,
    ]),
  markFailed: (id, why) => void db.run(`UPDATE outbox SET state = 'failed', why = ? WHERE id = ?`, [why, id]),
  forgetIncidentTs: (incidentId) =>
    void db.run('DELETE FROM channel_message WHERE incident_id = ?', [incidentId]),
  forgetHealthTs: (issueId) => void db.run('UPDATE health_issue SET ts = NULL WHERE id = ?', [issueId]),
  markToldElsewhere: (id) => void db.run('UPDATE outbox SET told_reason = reason WHERE id = ?', [id]),
  saveRepeatedPost: (post, searchAt) => void db.run(saveRepeatedPostSql, { ...post, searchAt }),
  forgetRepeatedPost: (key) => void db.run('DELETE FROM repeated_post WHERE key = ?', [key]),
});
const nextOverdueSql = `SELECT * FROM outbox WHERE state IN ('ready', 'sending', 'unknown')
  AND type = 'incident' AND created_at < ?
  AND (told_reason IS NULL OR (told_reason <> reason AND reason IN ('escalated', 'recovered', 'reopened')))
  ORDER BY id LIMIT 1`;
const nextRepeatedPostSql = `SELECT key, since_at AS sinceAt, repeated_at AS repeatedAt FROM repeated_post
  WHERE search_at <= ? ORDER BY search_at LIMIT 1`;
/** The copies of several repetitions are found together. */
const saveRepeatedPostSql = `INSERT INTO repeated_post (key, since_at, repeated_at, search_at)
  VALUES (@key, @sinceAt, @repeatedAt, @searchAt)
  ON CONFLICT DO UPDATE SET since_at = min(since_at, excluded.since_at), repeated_at = excluded.repeated_at,
    search_at = excluded.search_at`;
/** True of a message that has not been delivered, and still may be. */
export const isUndeliveredSql = `state IN ('ready', 'sending', 'unknown')`;
/** True of a message that can be posted: a thread needs its incident's message in the channel. */
export const hasParentMessageSql = `(type <> 'thread'
  OR EXISTS (SELECT 1 FROM channel_message WHERE incident_id = outbox.incident_id))`;
/**
 * Messages of one type about one incident or health issue go in order, and a thread message needs its incident's message.
 * Messages are sent one at a time: one that is 'sending' when the next is asked for is one whose result could not be
 * stored. A message that was never tried does not wait; one that seems due later than any delay allows was postponed
 * before the clock stepped back.
 */
const nextMessageSql = `SELECT * FROM outbox WHERE ${isUndeliveredSql}
  AND (attempts = 0 OR not_before_at <= @now OR not_before_at > @now + ${postponeMsMax})
  AND ${hasParentMessageSql}
  AND NOT EXISTS (SELECT 1 FROM outbox AS earlier
    WHERE (earlier.incident_id = outbox.incident_id OR earlier.health_issue_id = outbox.health_issue_id)
    AND earlier.type = outbox.type AND earlier.id < outbox.id
    AND earlier.state IN ('ready', 'sending', 'unknown'))
  ORDER BY id LIMIT 1`;
/** Slack's history may lag behind a write: before this delay a search for a message would not find it. */
const searchDelayMs = 3_000;
/** After a restart it is unknown whether messages that were being sent arrived. */
export function markInFlightUnknown(db, now) {
  db.run(
    `UPDATE outbox SET state = 'unknown', lost_at = ?, not_before_at = ?, why = 'the program stopped while sending'
     WHERE state = 'sending'`,
    [now, now + searchDelayMs],
  );
}
/** Messages written in the span, by what became of them. */
export const createOutboxStats = (db) => ({
  outboxStats: ({ from, to }) =>
    db.get(
      `SELECT
         count(*) FILTER (WHERE state = 'sent' AND type = 'incident' AND reason = 'opened') AS posts,
         count(*) FILTER (WHERE state = 'sent' AND type = 'incident' AND reason <> 'opened') AS edits,
         count(*) FILTER (WHERE state = 'sent' AND type = 'thread') AS replies,
         count(*) FILTER (WHERE state = 'failed') AS failed,
         count(*) FILTER (WHERE ${isUndeliveredSql}) AS waiting,
         min(created_at) FILTER (WHERE ${isUndeliveredSql}) AS waitingSince
       FROM outbox WHERE created_at >= ? AND created_at < ?`,
      [from, to],
    ) ?? { posts: 0, edits: 0, replies: 0, failed: 0, waiting: 0, waitingSince: null },
});
