import { watchedMax } from '../incidents/active-incidents.js';
import type { Restored } from '../pipeline/pipeline.js';
import { watched } from './baseline.js';
import { dayMs } from './buckets.js';
import type { Connection } from './connection.js';
import { type IncidentRow, incidentFrom } from './incident-row.js';
import { nextCounters } from './incidents.js';
import { parsed } from './values.js';

/** How long after its end an incident is still handed to the digest, which may reopen it. */
const reopenableMs = dayMs;

/** What the digest goes on from after a restart. */
export function restore(sql: Connection): Restored {
  const bookmarks = sql.all<{ position: string; reading: string }>(
    'SELECT position, reading FROM bookmark ORDER BY generation',
  );
  // Measured from the latest failure, not from the clock: a replayed log lives in its own time.
  const incidents = sql.all<IncidentRow>(
    `SELECT * FROM incident WHERE state = 'open' OR (state = 'watching' AND part_of IS NOT NULL)
       OR id IN (SELECT id FROM incident WHERE state = 'watching' AND part_of IS NULL ORDER BY last_failure_at DESC LIMIT ${watchedMax})
       OR resolved_at >= (SELECT max(last_failure_at) FROM incident) - ? ORDER BY id`,
    [reopenableMs],
  );
  const pairing = sql.get<{ state: string }>('SELECT state FROM pairing');
  return {
    bookmarks: bookmarks.map(({ position, reading }) => ({
      position: parsed(position),
      reading: parsed(reading),
    })),
    incidents: incidents.map(incidentFrom),
    pairing: pairing === undefined ? null : parsed(pairing.state),
    watched: watched(sql),
    counters: nextCounters(sql),
  };
}
