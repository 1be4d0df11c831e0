import type { IncidentTimelineEntry, TimelineEntry } from '../incidents/timeline.js';
import type { Repository } from '../report/repository.js';
import type { Connection } from './connection.js';
import { decodeJson, encodeJson } from './values.js';

/** Entries kept for one incident: nobody reads more. */
const entriesMax = 500;

/** Records what happened to an incident. */
export function saveTimelineEntry(db: Connection, { incidentId, entry }: IncidentTimelineEntry): void {
  db.run(
    `INSERT INTO timeline_entry (incident_id, at, by, event) SELECT id, ?, ?, ? FROM incident WHERE id = ?
       AND (SELECT count(*) FROM timeline_entry WHERE incident_id = incident.id) < ${entriesMax}`,
    [entry.at, entry.by, encodeJson(entry.event), incidentId],
  );
}

export const createTimeline = (db: Connection): Pick<Repository, 'timeline'> => ({
  timeline: (incidentId) =>
    db
      .all<Omit<TimelineEntry, 'event'> & { event: string }>(
        'SELECT at, by, event FROM timeline_entry WHERE incident_id = ? ORDER BY at, id',
        [incidentId],
      )
      .map((row) => ({ ...row, event: decodeJson(row.event) })),
});
