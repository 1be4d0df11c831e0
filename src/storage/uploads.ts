import { type Parcel, type ParcelMarks, type Parcels, parcelParts } from '../notify/uploads.js';
import type { Connection } from './connection.js';

/** The parcels that wait, over one connection. */
export const parcels = (sql: Connection): Parcels => ({
  nextParcel: (now) => sql.get<Parcel>(nextParcel, [now]),
});

/** What became of parcels, over one connection that may write. */
export const parcelMarks = (sql: Connection): ParcelMarks => ({
  markParcelSending: (id) => void sql.run(`UPDATE parcel SET state = 'sending' WHERE id = ?`, [id]),
  markParcelSent: (id) => void sql.run(`UPDATE parcel SET state = 'sent', why = NULL WHERE id = ?`, [id]),
  postponeParcel: (id, notBefore, why) =>
    void sql.run(
      `UPDATE parcel SET state = 'ready', attempts = attempts + 1, not_before = ?, why = ? WHERE id = ?`,
      [notBefore, why, id],
    ),
  dropParcels: (id, why) =>
    void sql.run(
      `UPDATE parcel SET state = 'dropped', why = ?
       WHERE id = ? OR (state = 'ready' AND letter = (SELECT letter FROM parcel WHERE id = ?))`,
      [why, id, id],
    ),
});

/** Writes down what follows the report of that day or week, which was just written down itself. */
export function writeParcels(sql: Connection, report: string, now: number): void {
  for (const part of parcelParts)
    sql.run('INSERT INTO parcel (letter, part, not_before) SELECT id, ?, ? FROM letter WHERE day = ?', [
      part,
      now,
      report,
    ]);
}

const nextParcel = `SELECT parcel.id, letter.day AS report, parcel.part, letter.ts, parcel.attempts, letter.written_at AS writtenAt
  FROM parcel JOIN letter ON letter.id = parcel.letter
  WHERE parcel.state = 'ready' AND parcel.not_before <= ? AND letter.state = 'sent' AND letter.ts IS NOT NULL
  ORDER BY parcel.id LIMIT 1`;
