import { saveTimelineEntry } from './timeline.js';
export const createNotificationStateReader = (db) => ({
  notificationState: (incidentId) => {
    const row = db.get('SELECT * FROM notification_state WHERE incident_id = ?', [incidentId]);
    return row === undefined ? undefined : parseRow(row);
  },
});
export function saveNotificationState(db, { incidentId, state }) {
  db.run(upsertSql, toRow(incidentId, state));
  const { reason, notifiedAt } = state;
  // Other reasons come from a change of the incident itself, which made the timeline entry.
  if (reason === 'escalated' || reason === 'silenced' || reason === 'silence-ended')
    saveTimelineEntry(db, { incidentId, entry: { at: notifiedAt, by: null, event: { type: reason } } });
}
const columns = [
  'incident_id',
  'reason',
  'notified_at',
  'cause',
  'severity',
  'client_impacting',
  'peer_count',
  'upstream_count',
  'absorbed_count',
  'is_acknowledged',
  'is_escalated',
  'are_owners_called',
  'is_silenced',
  'is_resolved',
];
const parseRow = (row) => ({
  reason: row.reason,
  notifiedAt: row.notified_at,
  cause: row.cause,
  severity: row.severity,
  clientImpacting: row.client_impacting,
  peerCount: row.peer_count,
  upstreamCount: row.upstream_count,
  absorbedCount: row.absorbed_count,
  isAcknowledged: row.is_acknowledged === 1,
  isEscalated: row.is_escalated === 1,
  areOwnersCalled: row.are_owners_called === 1,
  isSilenced: row.is_silenced === 1,
  isResolved: row.is_resolved === 1,
});
const toRow = (incidentId, state) => ({
  incident_id: incidentId,
  reason: state.reason,
  notified_at: state.notifiedAt,
  cause: state.cause,
  severity: state.severity,
  client_impacting: state.clientImpacting,
  peer_count: state.peerCount,
  upstream_count: state.upstreamCount,
  absorbed_count: state.absorbedCount,
  is_acknowledged: Number(state.isAcknowledged),
  is_escalated: Number(state.isEscalated),
  are_owners_called: Number(state.areOwnersCalled),
  is_silenced: Number(state.isSilenced),
  is_resolved: Number(state.isResolved),
});
const upsertSql = `INSERT INTO notification_state (${columns.join(', ')})
  VALUES (${columns.map((column) => `@${column}`).join(', ')})
  ON CONFLICT DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`;
