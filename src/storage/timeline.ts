import type { IncidentId } from '../incidents/incident.js';
import type { IncidentTimelineEntry, TimelineEntry, TimelineEvent } from '../incidents/timeline.js';
import type { Connection } from './connection.js';
import { decodeJson, encodeJson } from './values.js';

/** Entries that one incident keeps: what is written down beyond that would be read by nobody. */
const entriesMax = 500;

/** Writes down what happened to an incident. */
export function saveTimelineEntry(db: Connection, { incidentId, entry }: IncidentTimelineEntry): void {
  db.run(
    `INSERT INTO timeline (incident, at, by, what) SELECT id, ?, ?, ? FROM incident WHERE id = ?
       AND (SELECT count(*) FROM timeline WHERE incident = incident.id) < ${entriesMax}`,
    [entry.at, entry.by, encodeJson(entry.event), incidentId],
  );
}

/** What happened to an incident, in order of time. */
export const getTimeline = (db: Connection, incidentId: IncidentId): readonly TimelineEntry[] =>
  db
    .all<{ at: number; by: string | null; what: string }>(
      'SELECT at, by, what FROM timeline WHERE incident = ? ORDER BY at, id',
      [incidentId],
    )
    .map(({ at, by, what }) => ({ at, by, event: decodeJson<TimelineEvent>(what) }));
