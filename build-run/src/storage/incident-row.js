import { noOutcomes } from '../incidents/failure-counts.js';
import { countClientImpacting, findRootCause } from '../incidents/incident.js';
import { findTimelineEntries } from '../incidents/timeline.js';
import { saveTimelineEntry } from './timeline.js';
import { decodeJson, decodeName, encodeJson, encodeName } from './values.js';
export function parseIncidentRow(row) {
  return {
    id: row.id,
    number: row.number,
    upstream: decodeName(row.upstream),
    upstreams: decodeJson(row.upstreams).map(toAffectedUpstream),
    service: row.service,
    causes: decodeJson(row.causes),
    causesBefore: decodeJson(row.causes_before),
    causesAtEnd: decodeJson(row.causes_at_end),
    state: parseIncidentState(row),
    severity: row.severity,
    reopenCount: row.reopen_count,
    reopenedAt: row.reopened_at,
    firstFailureAt: row.first_failure_at,
    lastFailureAt: row.last_failure_at,
    outcomes: { ...noOutcomes, ...decodeJson(row.outcomes) },
    successesSince: row.successes_since,
    acknowledgement:
      row.acknowledged_by === null || row.acknowledged_at === null
        ? null
        : { by: row.acknowledged_by, at: row.acknowledged_at },
    emptiedBy: row.emptied_by,
    correctedCause: row.corrected_cause,
    mergedIntoId: row.merged_into_id,
  };
}
const toAffectedUpstream = (stored) => ({
  ...stored,
  // Older versions knew fewer outcomes.
  outcomes: { ...noOutcomes, ...stored.outcomes },
  successRoutes: stored.successRoutes ?? [],
  failingRoutes: (stored.failingRoutes ?? []).map((route) => ({ ...route, traffic: route.traffic ?? null })),
  traffic: stored.traffic ?? null,
  statuses: stored.statuses ?? [],
});
/**
 * Stores an incident and the timeline entries of what changed; `by` is who changed it, null for the logs. A stored
 * acknowledgement that the writer does not know of stays until the incident reopens.
 */
export function saveIncident(db, incident, by = null) {
  const { state } = incident;
  const previousRow = db.get('SELECT * FROM incident WHERE id = ?', [incident.id]);
  db.run(upsertIncidentSql, {
    id: incident.id,
    number: incident.number,
    upstream: encodeName(incident.upstream),
    cause: findRootCause(incident),
    upstreams: encodeJson(incident.upstreams),
    service: incident.service,
    causes: encodeJson(incident.causes),
    causes_before: encodeJson(incident.causesBefore),
    causes_at_end: encodeJson(incident.causesAtEnd),
    state: state.type,
    opened_at: state.type === 'pending' ? null : state.openedAt,
    resolved_at: state.type === 'resolved' ? state.resolvedAt : null,
    resolution: state.type === 'resolved' ? state.resolution : null,
    severity: incident.severity,
    reopen_count: incident.reopenCount,
    reopened_at: incident.reopenedAt,
    recent_failure_times: encodeJson(state.type === 'open' ? [] : state.recentFailureTimes),
    first_failure_at: incident.firstFailureAt,
    last_failure_at: incident.lastFailureAt,
    outcomes: encodeJson(incident.outcomes),
    client_impacting: countClientImpacting(incident),
    successes_since: incident.successesSince,
    acknowledged_by: incident.acknowledgement?.by ?? null,
    acknowledged_at: incident.acknowledgement?.at ?? null,
    corrected_cause: incident.correctedCause,
    emptied_by: incident.emptiedBy,
    merged_into_id: incident.mergedIntoId,
  });
  for (const timelineEntry of findTimelineEntries(previousRow && parseIncidentRow(previousRow), incident, by))
    saveTimelineEntry(db, timelineEntry);
  if (incident.mergedIntoId !== null) db.run(reparentSql, [incident.mergedIntoId, incident.id]);
}
function parseIncidentState(row) {
  const recentFailureTimes = decodeJson(row.recent_failure_times);
  const openedAt = row.opened_at ?? row.first_failure_at;
  switch (row.state) {
    case 'pending':
      return { type: 'pending', recentFailureTimes };
    case 'open':
      return { type: 'open', openedAt };
    case 'resolved':
      return {
        type: 'resolved',
        openedAt,
        resolvedAt: row.resolved_at ?? row.last_failure_at,
        resolution: row.resolution ?? 'quiet',
        recentFailureTimes,
      };
  }
}
const incidentColumns = [
  'id',
  'number',
  'upstream',
  'cause',
  'upstreams',
  'service',
  'causes',
  'causes_before',
  'causes_at_end',
  'state',
  'opened_at',
  'resolved_at',
  'resolution',
  'severity',
  'reopen_count',
  'reopened_at',
  'recent_failure_times',
  'first_failure_at',
  'last_failure_at',
  'outcomes',
  'client_impacting',
  'successes_since',
  'acknowledged_by',
  'acknowledged_at',
  'corrected_cause',
  'emptied_by',
  'merged_into_id',
];
/** Incidents merged into the child follow it into the parent. */
const reparentSql = 'UPDATE incident SET merged_into_id = ? WHERE merged_into_id = ?';
/** True when the writer does not know of the stored acknowledgement, and has not reopened the incident. */
const keepAcknowledgementSql = `excluded.acknowledged_at IS NULL AND NOT (state = 'resolved' AND excluded.state = 'open')`;
const buildAssignment = (column) =>
  column === 'acknowledged_by' || column === 'acknowledged_at'
    ? `${column} = CASE WHEN ${keepAcknowledgementSql} THEN ${column} ELSE excluded.${column} END`
    : `${column} = excluded.${column}`;
/** The parent may itself have been merged, earlier in the same batch. */
const buildBinding = (column) =>
  column === 'merged_into_id'
    ? 'ifnull((SELECT merged_into_id FROM incident WHERE id = @merged_into_id), @merged_into_id)'
    : `@${column}`;
const upsertIncidentSql = `INSERT INTO incident (${incidentColumns.join(', ')}) VALUES (${incidentColumns.map(buildBinding).join(', ')})
  ON CONFLICT (id) DO UPDATE SET ${incidentColumns.slice(1).map(buildAssignment).join(', ')}`;
