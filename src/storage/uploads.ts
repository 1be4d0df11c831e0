import { type Upload, type UploadReader, type UploadWriter, uploadContents } from '../notify/uploads.js';
import type { Connection } from './connection.js';

/** The uploads that wait, over one connection. */
export const createUploadReader = (db: Connection): UploadReader => ({
  nextUpload: (now) => db.get<Upload>(nextUploadSql, [now]),
});

/** What became of uploads, over one connection that may write. */
export const createUploadWriter = (db: Connection): UploadWriter => ({
  markUploadSending: (id) => void db.run(`UPDATE upload SET state = 'sending' WHERE id = ?`, [id]),
  markUploadSent: (id) => void db.run(`UPDATE upload SET state = 'sent', why = NULL WHERE id = ?`, [id]),
  postponeUpload: (id, notBefore, why) =>
    void db.run(
      `UPDATE upload SET state = 'ready', attempts = attempts + 1, not_before_at = ?, why = ? WHERE id = ?`,
      [notBefore, why, id],
    ),
  dropUploads: (id, why) =>
    void db.run(
      `UPDATE upload SET state = 'dropped', why = ?
       WHERE id = ? OR (state = 'ready' AND outbox_id = (SELECT outbox_id FROM upload WHERE id = ?))`,
      [why, id, id],
    ),
});

/** Writes down what follows the report of that day or week, which was just written down itself. */
export function enqueueUploads(db: Connection, reportDay: string, now: number): void {
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
