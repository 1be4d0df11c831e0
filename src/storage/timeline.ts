import type { IncidentId } from '../incidents/incident.js';
import type { IncidentTimelineEntry, TimelineEntry, TimelineEvent } from '../incidents/timeline.js';
import type { Connection } from './connection.js';
import { decodeJson, encodeJson } from './values.js';

/** Entries that one incident keeps: what is written down beyond that would be read by nobody. */
const entriesMax = 500;

/** Writes down what happened to an incident. */
export function saveTimelineEntry(db: Connection, { incidentId, entry }: IncidentTimelineEntry): void {
  db.run(
    `INSERT INTO timeline_entry (incident_id, at, by, event) SELECT id, ?, ?, ? FROM incident WHERE id = ?
       AND (SELECT count(*) FROM timeline_entry WHERE incident_id = incident.id) < ${entriesMax}`,
    [entry.at, entry.by, encodeJson(entry.event), incidentId],
  );
}

/** What happened to an incident, in order of time. */
export const getTimeline = (db: Connection, incidentId: IncidentId): readonly TimelineEntry[] =>
  db
    .all<{ at: number; by: string | null; event: string }>(
      'SELECT at, by, event FROM timeline_entry WHERE incident_id = ? ORDER BY at, id',
      [incidentId],
    )
    .map((row) => ({ ...row, event: decodeJson<TimelineEvent>(row.event) }));
