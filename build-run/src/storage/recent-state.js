import { parseClientNetworks, parseEmptyGroupsState, parseWorkersState } from './stored-json.js';
import { encodeJson } from './values.js';
/** Stores the parts that have changed. */
export function saveRecentState(db, state) {
  for (const [part, value] of Object.entries(state))
    db.run(
      'INSERT INTO recent_state (part, state) VALUES (?, ?) ON CONFLICT DO UPDATE SET state = excluded.state',
      [part, encodeJson(value)],
    );
}
/** The parts that were ever stored. */
export function restoreRecentState(db) {
  const rows = db.all('SELECT part, state FROM recent_state');
  const states = new Map(rows.map(({ part, state }) => [part, state]));
  const emptyGroups = states.get('emptyGroups');
  const workers = states.get('workers');
  const clients = states.get('clients');
  return {
    ...(emptyGroups !== undefined && { emptyGroups: parseEmptyGroupsState(emptyGroups) }),
    ...(workers !== undefined && { workers: parseWorkersState(workers) }),
    ...(clients !== undefined && { clients: parseClientNetworks(clients) }),
  };
}
