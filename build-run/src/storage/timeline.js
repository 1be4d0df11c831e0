import { decodeJson, encodeJson } from './values.js';

/** Entries kept for one incident: nobody reads more. */
const entriesMax = 500;
/** Records what happened to an incident. */
export function saveTimelineEntry(db, { incidentId, entry }) {
  db.run(
    `INSERT INTO timeline_entry (incident_id, at, by, event) SELECT id, ?, ?, ? FROM incident WHERE id = ?
       AND (SELECT count(*) FROM timeline_entry WHERE incident_id = incident.id) < ${entriesMax}`,
    [entry.at, entry.by, encodeJson(entry.event), incidentId],
  );
}
export const createTimeline = (db) => ({
  timeline: (incidentId) =>
    db
      .all('SELECT at, by, event FROM timeline_entry WHERE incident_id = ? ORDER BY at, id', [incidentId])
      .map((row) => ({ ...row, event: decodeJson(row.event) })),
});
