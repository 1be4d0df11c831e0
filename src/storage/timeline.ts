import type { TimelineEntry, Turn, Turned } from '../incidents/timeline.js';
import type { Connection } from './connection.js';
import { json, parsed } from './values.js';

/** Entries that one incident keeps: what is written down beyond that would be read by nobody. */
const entriesMax = 500;

/** Writes down what happened to an incident. */
export function storeTurn(sql: Connection, { incident, entry }: Turned): void {
  sql.run(
    `INSERT INTO timeline (incident, at, by, what) SELECT id, ?, ?, ? FROM incident WHERE id = ?
       AND (SELECT count(*) FROM timeline WHERE incident = incident.id) < ${entriesMax}`,
    [entry.at, entry.by, json(entry.what), incident],
  );
}

/** What happened to an incident, in order of time. */
export const timelineOf = (sql: Connection, incident: number): readonly TimelineEntry[] =>
  sql
    .all<{ at: number; by: string | null; what: string }>(
      'SELECT at, by, what FROM timeline WHERE incident = ? ORDER BY at, id',
      [incident],
    )
    .map(({ at, by, what }) => ({ at, by, what: parsed<Turn>(what) }));
