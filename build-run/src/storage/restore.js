import { dayMs } from '../base/duration.js';
import { pendingIncidentsMax } from '../incidents/active-incidents.js';
import { getNextCounters, listIncidents } from './incidents.js';
import { readLinePatterns } from './line-patterns.js';
import { restorePendingRequests } from './pending-requests.js';
import { restoreRecentState } from './recent-state.js';
import { parseCorrelatorState, parseFileCheckpoint, parseParserState } from './stored-json.js';
import { getImpactMonitorState } from './traffic-history.js';

/** Incidents resolved within this time are restored as well, as they may reopen. */
const reopenableMs = dayMs;
export const createStateRestorer = (db) => ({
  restore: () => ({
    checkpoints: db
      .all('SELECT file_checkpoint, parser_state FROM checkpoint ORDER BY generation_key')
      .map((row) => ({
        fileCheckpoint: parseFileCheckpoint(row.file_checkpoint),
        parserState: parseParserState(row.parser_state),
      })),
    // Measured from the latest failure instead of the clock: a replayed log has its own time.
    incidents: listIncidents(
      db,
      `state = 'open' OR (state = 'pending' AND merged_into_id IS NOT NULL)
       OR id IN (SELECT id FROM incident WHERE state = 'pending' AND merged_into_id IS NULL
         ORDER BY last_failure_at DESC LIMIT ${pendingIncidentsMax})
       OR resolved_at >= (SELECT max(last_failure_at) FROM incident) - ? ORDER BY id`,
      [reopenableMs],
    ),
    correlatorState: getCorrelatorState(db),
    pendingRequests: restorePendingRequests(db),
    impactState: getImpactMonitorState(db),
    counters: getNextCounters(db),
    linePatterns: readLinePatterns(db),
    ...restoreRecentState(db),
  }),
  lastStoredAt: () => db.get('SELECT max(stored_at) AS at FROM checkpoint')?.at ?? undefined,
});
function getCorrelatorState(db) {
  const row = db.get('SELECT state FROM correlator_state');
  return row === undefined ? null : parseCorrelatorState(row.state);
}
