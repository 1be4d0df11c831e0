import { type Upload, type UploadReader, type UploadWriter, uploadContents } from '../notify/uploads.js';
import type { Connection } from './connection.js';

/** The parcels that wait, over one connection. */
export const createUploadReader = (db: Connection): UploadReader => ({
  nextUpload: (now) => db.get<Upload>(nextUploadSql, [now]),
});

/** What became of parcels, over one connection that may write. */
export const createUploadWriter = (db: Connection): UploadWriter => ({
  markUploadSending: (id) => void db.run(`UPDATE parcel SET state = 'sending' WHERE id = ?`, [id]),
  markUploadSent: (id) => void db.run(`UPDATE parcel SET state = 'sent', why = NULL WHERE id = ?`, [id]),
  postponeUpload: (id, notBefore, why) =>
    void db.run(
      `UPDATE parcel SET state = 'ready', attempts = attempts + 1, not_before = ?, why = ? WHERE id = ?`,
      [notBefore, why, id],
    ),
  dropUploads: (id, why) =>
    void db.run(
      `UPDATE parcel SET state = 'dropped', why = ?
       WHERE id = ? OR (state = 'ready' AND letter = (SELECT letter FROM parcel WHERE id = ?))`,
      [why, id, id],
    ),
});

/** Writes down what follows the report of that day or week, which was just written down itself. */
export function enqueueUploads(db: Connection, reportDay: string, now: number): void {
  for (const part of uploadContents)
    db.run('INSERT INTO parcel (letter, part, not_before) SELECT id, ?, ? FROM letter WHERE day = ?', [
      part,
      now,
      reportDay,
    ]);
}

const nextUploadSql = `SELECT parcel.id, letter.day AS report, parcel.part, letter.ts, parcel.attempts, letter.written_at AS writtenAt
  FROM parcel JOIN letter ON letter.id = parcel.letter
  WHERE parcel.state = 'ready' AND parcel.not_before <= ? AND letter.state = 'sent' AND letter.ts IS NOT NULL
  ORDER BY parcel.id LIMIT 1`;
