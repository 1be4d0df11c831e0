import { uploadContents } from '../notify/uploads.js';
/** Files that wait for their report to be in the channel. */
export const createUploadReader = (db) => ({
  nextUpload: (now) => db.get(nextUploadSql, [now]),
});
/** Delivery status of uploads. */
export const createUploadWriter = (db) => ({
  markUploadSending: (id) => void db.run(`UPDATE upload SET state = 'sending' WHERE id = ?`, [id]),
  markUploadSent: (id) => void db.run(`UPDATE upload SET state = 'sent', why = NULL WHERE id = ?`, [id]),
  postponeUpload: (id, notBeforeAt, why) =>
    void db.run(
      `UPDATE upload SET state = 'ready', attempts = attempts + 1, not_before_at = ?, why = ? WHERE id = ?`,
      [notBeforeAt, why, id],
    ),
  dropUploads: (id, why) =>
    void db.run(
      `UPDATE upload SET state = 'dropped', why = ?
       WHERE id = ? OR (state = 'ready' AND outbox_id = (SELECT outbox_id FROM upload WHERE id = ?))`,
      [why, id, id],
    ),
});
/** Enqueues the files of a report that was just enqueued itself; `reportDay` is its day or `week-…`. */
export function enqueueUploads(db, reportDay, now) {
  for (const content of uploadContents)
    db.run(
      'INSERT INTO upload (outbox_id, content, not_before_at) SELECT id, ?, ? FROM outbox WHERE report_day = ?',
      [content, now, reportDay],
    );
}
const nextUploadSql = `SELECT upload.id, report_day AS reportDay, upload.content, outbox.ts, upload.attempts, outbox.created_at AS createdAt
  FROM upload JOIN outbox ON outbox.id = upload.outbox_id
  WHERE upload.state = 'ready' AND upload.not_before_at <= ? AND outbox.state = 'sent' AND outbox.ts IS NOT NULL
  ORDER BY upload.id LIMIT 1`;
