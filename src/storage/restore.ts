import { dayMs } from '../base/duration.js';
import { pendingIncidentsMax } from '../incidents/active-incidents.js';
import type { RestoredState } from '../pipeline/pipeline.js';
import { getImpactMonitorState } from './baseline.js';
import type { Connection } from './connection.js';
import { type IncidentRow, parseIncidentRow } from './incident-row.js';
import { getNextCounters } from './incidents.js';
import { decodeJson } from './values.js';

/** How long after its end an incident is still handed to the digest, which may reopen it. */
const reopenableMs = dayMs;

/** What the digest goes on from after a restart. */
export function restoreState(db: Connection): RestoredState {
  const checkpoints = db.all<{ file_checkpoint: string; parser_state: string }>(
    'SELECT file_checkpoint, parser_state FROM checkpoint ORDER BY generation_key',
  );
  // Measured from the latest failure, not from the clock: a replayed log lives in its own time.
  const incidents = db.all<IncidentRow>(
    `SELECT * FROM incident WHERE state = 'open' OR (state = 'pending' AND merged_into_id IS NOT NULL)
       OR id IN (SELECT id FROM incident WHERE state = 'pending' AND merged_into_id IS NULL ORDER BY last_failure_at DESC LIMIT ${pendingIncidentsMax})
       OR resolved_at >= (SELECT max(last_failure_at) FROM incident) - ? ORDER BY id`,
    [reopenableMs],
  );
  const correlatorRow = db.get<{ state: string }>('SELECT state FROM correlator_state');
  return {
    checkpoints: checkpoints.map(({ file_checkpoint, parser_state }) => ({
      fileCheckpoint: decodeJson(file_checkpoint),
      parserState: decodeJson(parser_state),
    })),
    incidents: incidents.map(parseIncidentRow),
    correlatorState: correlatorRow === undefined ? null : decodeJson(correlatorRow.state),
    impactState: getImpactMonitorState(db),
    counters: getNextCounters(db),
  };
}
